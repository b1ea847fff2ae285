package dev.cuesheet.localaws.duckdb.internal.copy;

import java.math.BigDecimal;

/** Seconds or milliseconds since 1970 in UTC, with a fraction if need be. */
final class EpochMoments implements MomentFormat {
    private final BigDecimal microsPerUnit;

    private EpochMoments(long microsPerUnit) {
        this.microsPerUnit = BigDecimal.valueOf(microsPerUnit);
    }

    static EpochMoments seconds() {
        return new EpochMoments(MICROS_PER_SECOND);
    }

    static EpochMoments millis() {
        return new EpochMoments(MICROS_PER_SECOND / 1_000);
    }

    @Override
    public Moment parse(byte[] bytes, int start, int end) throws Mismatch {
        try {
            long micros = new BigDecimal(Numbers.text(bytes, start, end))
                    .multiply(microsPerUnit)
                    .toBigInteger()
                    .longValueExact();
            return new Moment(Math.floorDiv(micros, MICROS_PER_DAY), Math.floorMod(micros, MICROS_PER_DAY), 0);
        } catch (ArithmeticException | NumberFormatException e) {
            throw Mismatch.INSTANCE;
        }
    }
}
