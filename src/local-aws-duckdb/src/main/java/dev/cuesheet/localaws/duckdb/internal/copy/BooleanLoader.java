package dev.cuesheet.localaws.duckdb.internal.copy;

import java.sql.SQLException;
import java.util.Locale;
import org.duckdb.DuckDBAppender;

/** BOOLEAN. */
enum BooleanLoader implements ColumnLoader {
    INSTANCE;

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        cells.set(column, value(Numbers.text(bytes, start, end)) ? 1 : 0);
    }

    private static boolean value(String text) throws BadField {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true", "y", "yes", "1" -> true;
            case "f", "false", "n", "no", "0" -> false;
            default -> throw new BadField(1210, 0, "Unknown boolean format '" + text + "'");
        };
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        appender.append(cells.number(column) != 0);
    }
}
