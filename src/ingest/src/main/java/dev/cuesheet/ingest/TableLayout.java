package dev.cuesheet.ingest;

import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A warehouse table as it is declared.
 *
 * @param columns in the order of the files that it is loaded from
 * @param distributionKey the column that decides where a row lives
 * @param sortKey the column that a node keeps its rows sorted by
 */
public record TableLayout(String name, List<TableColumn> columns, String distributionKey, String sortKey) {
    public TableLayout {
        columns = List.copyOf(columns);
        var names = new HashSet<String>();
        for (var column : columns) {
            if (!names.add(column.name())) {
                throw new IllegalArgumentException(
                        "table \"%s\" has two columns \"%s\"".formatted(name, column.name()));
            }
        }
        for (var key : List.of(distributionKey, sortKey)) {
            if (!names.contains(key)) {
                throw new IllegalArgumentException(
                        "table \"%s\" has no column \"%s\" to be a key".formatted(name, key));
            }
        }
    }

    /** The column of that name; there must be one. */
    public TableColumn column(String column) {
        return columns.get(indexOf(column));
    }

    /** Where that column stands, counted from 0; there must be one. */
    public int indexOf(String column) {
        for (var i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("table \"%s\" has no column \"%s\"".formatted(name, column));
    }

    /** Redshift's statement that makes the table if it is absent. */
    public String createTable(String schema) {
        return columns.stream()
                .map(column -> "  " + column.sql())
                .collect(Collectors.joining(
                        ",\n",
                        "CREATE TABLE IF NOT EXISTS %s.%s (\n".formatted(schema, name),
                        "\n) DISTKEY(%s) SORTKEY(%s)".formatted(distributionKey, sortKey)));
    }
}
