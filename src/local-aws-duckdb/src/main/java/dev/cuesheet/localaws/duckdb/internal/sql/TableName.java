package dev.cuesheet.localaws.duckdb.internal.sql;

/**
 * A table's name, in lower case. The schema is empty when the statement left it to the search path; a name that starts
 * with {@code #} is a temporary table's.
 */
public record TableName(String schema, String table) {

    static TableName unqualified(String table) {
        return new TableName("", table);
    }

    public boolean isQualified() {
        return !schema.isEmpty();
    }

    /** The name as DuckDB reads it. */
    public String quoted() {
        return isQualified() ? Sql.quoted(schema) + "." + Sql.quoted(table) : Sql.quoted(table);
    }

    @Override
    public String toString() {
        return isQualified() ? schema + "." + table : table;
    }
}
