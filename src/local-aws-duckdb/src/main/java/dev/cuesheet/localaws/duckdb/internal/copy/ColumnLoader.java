package dev.cuesheet.localaws.duckdb.internal.copy;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;

/**
 * Turns the text of one column's fields into values and hands them to the appender. The two steps are apart because a
 * row with one bad field must not be appended in part.
 */
interface ColumnLoader {

    /** Reads the field, which is not NULL, into the column's cell. */
    void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField;

    /** Appends the cell, which is not NULL. */
    void append(Cells cells, int column, DuckDBAppender appender) throws SQLException;
}
