package dev.cuesheet.localaws.duckdb.internal.copy;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/** REAL and DOUBLE PRECISION. */
enum FloatLoader implements ColumnLoader {
    REAL,
    DOUBLE;

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        var text = Numbers.text(bytes, start, end);
        try {
            // Java's notation ends in d or f and has hexadecimal forms; Redshift's has not.
            char last = text.charAt(text.length() - 1);
            if (text.indexOf('x') >= 0
                    || text.indexOf('X') >= 0
                    || last == 'd'
                    || last == 'D'
                    || last == 'f'
                    || last == 'F') {
                throw new NumberFormatException(text);
            }
            double value = Double.parseDouble(text);
            if (Double.isInfinite(value) && Character.isDigit(last)) {
                throw new BadField(1204, 0, "Overflow, Value '" + text + "', Type: " + this);
            }
            cells.set(column, (Object) value);
        } catch (NumberFormatException e) {
            throw new BadField(1208, 0, "Invalid floating point value '" + text + "'");
        }
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        double value = (Double) cells.object(column);
        if (this == REAL) {
            appender.append((float) value);
        } else {
            appender.append(value);
        }
    }
}
