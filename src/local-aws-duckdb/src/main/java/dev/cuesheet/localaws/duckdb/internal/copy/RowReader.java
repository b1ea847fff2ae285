package dev.cuesheet.localaws.duckdb.internal.copy;

import java.io.IOException;

/** Reads one file row by row. */
interface RowReader {

    /**
     * Reads the next row's fields; false after the last.
     *
     * @throws BadField when the row's form is wrong; the reader then stands after it
     */
    boolean next(FieldRow row) throws IOException, BadField;

    /** The number of the line on which the row just read began, from 1. */
    long line();

    /** Lines read so far. */
    long lines();

    /** The text of the row just read. */
    String rawLine();
}
