package dev.cuesheet.localaws.duckdb.internal.copy;

/**
 * One row that COPY could not load, as STL_LOAD_ERRORS shows it.
 *
 * @param line from 1, header lines included
 * @param position characters into the field
 */
public record LoadError(
        String file,
        long line,
        String column,
        String type,
        String length,
        int position,
        String rawLine,
        String rawField,
        int code,
        String reason) {}
