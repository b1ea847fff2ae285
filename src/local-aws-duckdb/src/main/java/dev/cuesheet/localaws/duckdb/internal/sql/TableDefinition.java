package dev.cuesheet.localaws.duckdb.internal.sql;

import java.util.List;

/**
 * A table as CREATE TABLE declares it.
 *
 * @param distStyle EVEN, KEY, ALL or AUTO, recorded for the catalog: one machine has nothing to distribute
 * @param constraints PRIMARY KEY, UNIQUE and FOREIGN KEY as written; Redshift keeps them as hints and enforces none
 */
public record TableDefinition(
        TableName name,
        boolean temporary,
        boolean ifNotExists,
        List<ColumnDefinition> columns,
        String distStyle,
        List<String> constraints) {
    public TableDefinition {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
    }
}
