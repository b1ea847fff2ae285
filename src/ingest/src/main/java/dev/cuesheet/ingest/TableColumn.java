package dev.cuesheet.ingest;

import static java.util.Objects.requireNonNull;

import java.util.Set;

/**
 * A column of a table: how it is declared and what a crawler may take it for.
 *
 * @param defaultValue the SQL literal that fills the column where an insert leaves it out; empty for none
 * @param required whether it is declared {@code NOT NULL}
 * @param crawledAs the types that a Glue crawler may give it, which can be other than its type suggests
 */
public record TableColumn(String name, ColumnType type, boolean required, String defaultValue, Set<String> crawledAs) {
    public TableColumn {
        requireNonNull(type, "type");
        if (!name.matches("[a-z_][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a column name: \"%s\"".formatted(name));
        }
        crawledAs = Set.copyOf(crawledAs);
    }

    /** A column that may be null. */
    public static TableColumn of(String name, ColumnType type) {
        return new TableColumn(name, type, false, "", type.crawledAs());
    }

    /** The same column, never null. */
    public TableColumn notNull() {
        return new TableColumn(name, type, true, defaultValue, crawledAs);
    }

    /** The same column, where its values make a crawler see another type. */
    public TableColumn seenByCrawlersAs(String type) {
        return new TableColumn(name, this.type, required, defaultValue, Set.of(type));
    }

    /** The same column, filled with an SQL literal where an insert leaves it out. */
    public TableColumn withDefault(String literal) {
        return new TableColumn(name, type, required, literal, crawledAs);
    }

    /** The column's line in {@code CREATE TABLE}. */
    public String sql() {
        return name
                + " "
                + type.sql()
                + (defaultValue.isEmpty() ? "" : " DEFAULT " + defaultValue)
                + (required ? " NOT NULL" : "");
    }
}
