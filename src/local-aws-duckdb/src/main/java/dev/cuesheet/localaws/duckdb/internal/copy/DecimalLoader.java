package dev.cuesheet.localaws.duckdb.internal.copy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** DECIMAL(precision, scale). Up to 18 digits are counted in a long, more need BigDecimal. */
final class DecimalLoader implements ColumnLoader {
    private static final int LONG_DIGITS = 18;
    private static final int INT_DIGITS = 9;
    private static final int SHORT_DIGITS = 4;

    private final int precision;
    private final int scale;
    private final boolean round;
    private final long limit;

    /** @param round true to round surplus digits half up, false to drop them */
    DecimalLoader(int precision, int scale, boolean round) {
        this.precision = precision;
        this.scale = scale;
        this.round = round;
        this.limit = precision <= LONG_DIGITS ? BigDecimal.TEN.pow(precision).longValueExact() : 0;
    }

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        check(bytes, start, end);
        if (precision <= LONG_DIGITS) {
            cells.set(column, unscaled(bytes, start, end));
        } else {
            set(new BigDecimal(Numbers.text(bytes, start, end)), cells, column);
        }
    }

    private static void check(byte[] bytes, int start, int end) throws BadField {
        int at = bytes[start] == '-' || bytes[start] == '+' ? start + 1 : start;
        boolean point = false;
        boolean digits = false;
        for (; at < end; at++) {
            if (bytes[at] == '.' && !point) {
                point = true;
            } else if (bytes[at] < '0' || bytes[at] > '9') {
                throw invalid(bytes, start, end, at);
            } else {
                digits = true;
            }
        }
        if (!digits) {
            throw invalid(bytes, start, end, start);
        }
    }

    private static BadField invalid(byte[] bytes, int start, int end, int at) {
        return new BadField(
                1209,
                at - start,
                "Invalid digit, Value '" + Numbers.character(bytes, at, end) + "', Pos " + (at - start)
                        + ", Type: Decimal");
    }

    private long unscaled(byte[] bytes, int start, int end) throws BadField {
        long value = 0;
        int fraction = -1;
        boolean up = false;
        for (int at = start; at < end; at++) {
            byte b = bytes[at];
            if (b == '.') {
                fraction = 0;
            } else if (b == '-' || b == '+') {
                continue;
            } else if (fraction < scale) {
                value = value * 10 + (b - '0');
                fraction += fraction < 0 ? 0 : 1;
                if (value >= limit) {
                    throw overflow(bytes, start, end);
                }
            } else if (fraction == scale) {
                up = round && b >= '5';
                fraction++;
            }
        }
        for (int digits = Math.max(0, fraction); digits < scale; digits++) {
            value *= 10;
            if (value >= limit) {
                throw overflow(bytes, start, end);
            }
        }
        value += up ? 1 : 0;
        if (value >= limit) {
            throw overflow(bytes, start, end);
        }
        return bytes[start] == '-' ? -value : value;
    }

    private BadField overflow(byte[] bytes, int start, int end) {
        return overflow(Numbers.text(bytes, start, end));
    }

    private BadField overflow(String text) {
        return new BadField(1204, 0, "Overflow for NUMERIC(" + precision + "," + scale + "), Value '" + text + "'");
    }

    private void set(BigDecimal value, Cells cells, int column) throws BadField {
        var fitted = value.setScale(scale, round ? RoundingMode.HALF_UP : RoundingMode.DOWN);
        if (fitted.precision() > precision) {
            throw overflow(value.toPlainString());
        }
        cells.set(column, fitted);
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        if (precision <= SHORT_DIGITS) {
            appender.appendDecimal((short) cells.number(column));
        } else if (precision <= INT_DIGITS) {
            appender.appendDecimal((int) cells.number(column));
        } else if (precision <= LONG_DIGITS) {
            appender.appendDecimal(cells.number(column));
        } else {
            appender.append((BigDecimal) cells.object(column));
        }
    }
}
