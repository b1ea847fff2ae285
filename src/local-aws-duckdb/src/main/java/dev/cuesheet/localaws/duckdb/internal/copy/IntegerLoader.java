package dev.cuesheet.localaws.duckdb.internal.copy;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** SMALLINT, INTEGER and BIGINT. */
enum IntegerLoader implements ColumnLoader {
    SHORT("Short", Short.MIN_VALUE, Short.MAX_VALUE),
    INTEGER("Integer", Integer.MIN_VALUE, Integer.MAX_VALUE),
    LONG("Long", Long.MIN_VALUE, Long.MAX_VALUE);

    private final String label;
    private final long least;
    private final long most;

    IntegerLoader(String label, long least, long most) {
        this.label = label;
        this.least = least;
        this.most = most;
    }

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        int at = start;
        boolean negative = bytes[at] == '-';
        if (negative || bytes[at] == '+') {
            at++;
        }
        if (at == end) {
            throw invalid(bytes, start, end, start);
        }
        // Counted below zero, where there is room for the least value too.
        long value = 0;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                throw invalid(bytes, start, end, at);
            }
            if (value < (Long.MIN_VALUE + digit) / 10) {
                throw overflow(bytes, start, end);
            }
            value = value * 10 - digit;
        }
        if (negative ? value < least : value < -most) {
            throw overflow(bytes, start, end);
        }
        cells.set(column, negative ? value : -value);
    }

    private BadField invalid(byte[] bytes, int start, int end, int at) {
        var digit = at < end ? Numbers.character(bytes, at, end) : "";
        return new BadField(
                1207, at - start, "Invalid digit, Value '" + digit + "', Pos " + (at - start) + ", Type: " + label);
    }

    private BadField overflow(byte[] bytes, int start, int end) {
        return new BadField(
                1222,
                0,
                "Overflow, Value '" + new String(bytes, start, end - start, StandardCharsets.UTF_8) + "', Type: "
                        + label);
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        switch (this) {
            case SHORT -> appender.append((short) cells.number(column));
            case INTEGER -> appender.append((int) cells.number(column));
            case LONG -> appender.append(cells.number(column));
        }
    }
}
