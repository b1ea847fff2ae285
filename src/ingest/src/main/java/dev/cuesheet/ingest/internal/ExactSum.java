package dev.cuesheet.ingest.internal;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Adds decimals exactly. A source has millions of amounts with few digits, so those go into one long. For one thread. */
public final class ExactSum {
    private static final int FAST_DIGITS = 12;

    private long hundredths;
    private BigDecimal others = BigDecimal.ZERO;

    /** Adds the decimal that the stretch of bytes holds. */
    public void add(byte[] text, int from, int to) {
        var negative = text[from] == '-';
        var start = negative || text[from] == '+' ? from + 1 : from;
        var point = start;
        while (point < to && text[point] != '.') {
            point++;
        }
        var fraction = Math.max(0, to - point - 1);
        if (fraction > 2
                || point - start > FAST_DIGITS
                || hundredths > Long.MAX_VALUE / 2
                || hundredths < Long.MIN_VALUE / 2) {
            others = others.add(new BigDecimal(Utf8.text(text, from, to)));
            return;
        }
        var value = Utf8.digits(text, start, point) * 100;
        if (fraction > 0) {
            value += Utf8.digits(text, point + 1, to) * (fraction == 1 ? 10 : 1);
        }
        hundredths += negative ? -value : value;
    }

    /** The sum, with as many decimal places as asked; there must be no more in it. */
    public BigDecimal total(int scale) {
        return BigDecimal.valueOf(hundredths, 2).add(others).setScale(scale, RoundingMode.UNNECESSARY);
    }
}
