package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

/** A table after its load, with the number of rows that COPY put in. */
public record LoadedTable(String schema, String table, long rows) {
    public LoadedTable {
        requireNonNull(schema, "schema");
        requireNonNull(table, "table");
    }
}
