package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.glue.GlueCatalog;
import dev.cuesheet.aws.glue.GlueColumn;
import dev.cuesheet.aws.glue.GlueTable;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks that the catalog has the tables that a pipeline needs, with their columns; the result is the tables' columns by
 * table. Every fault is told at once. Immutable; safe to share between threads.
 */
public final class GlueCatalogCheckOperator implements Operator<Map<String, List<String>>> {
    private final GlueCatalog catalog;
    private final String database;
    private final Map<String, List<String>> expected;

    private GlueCatalogCheckOperator(GlueCatalog catalog, String database, Map<String, List<String>> expected) {
        this.catalog = requireNonNull(catalog, "catalog");
        this.database = requireNonNull(database, "database");
        this.expected = expected;
    }

    public GlueCatalogCheckOperator(GlueCatalog catalog, String database) {
        this(catalog, database, Map.of());
    }

    /**
     * Expects the table with exactly these columns in this order.
     *
     * @param columns each a name, or a name, a blank and a type, for example {@code qtysold bigint}
     */
    public GlueCatalogCheckOperator table(String name, String... columns) {
        var more = new LinkedHashMap<>(expected);
        more.put(requireNonNull(name, "name"), List.of(columns));
        return new GlueCatalogCheckOperator(catalog, database, more);
    }

    @Override
    public Map<String, String> templates() {
        return Map.of("database", database);
    }

    @Override
    public Map<String, List<String>> execute(TaskContext context) throws InterruptedException {
        var name = context.render(database);
        return AwsWork.attempt(() -> check(name));
    }

    private Map<String, List<String>> check(String databaseName) {
        var tables = catalog.listTables(databaseName).collect(Collectors.toMap(GlueTable::name, table -> table));
        var faults = new ArrayList<String>();
        var seen = new LinkedHashMap<String, List<String>>();
        expected.forEach((tableName, columns) -> {
            var table = tables.get(tableName);
            if (table == null) {
                faults.add("table %s is missing".formatted(tableName));
            } else {
                fault(table, columns).ifPresent(faults::add);
                seen.put(
                        tableName,
                        table.columns().stream().map(GlueColumn::name).toList());
            }
        });
        if (!faults.isEmpty()) {
            throw TaskFailure.retryable("The catalog is not as expected: in database %s, %s. It has the tables %s."
                    .formatted(
                            databaseName,
                            String.join("; ", faults),
                            tables.keySet().stream().sorted().toList()));
        }
        return seen;
    }

    private static Optional<String> fault(GlueTable table, List<String> columns) {
        var typed = columns.stream().anyMatch(column -> column.contains(" "));
        var has = table.columns().stream()
                .map(c -> typed ? c.name() + " " + c.type() : c.name())
                .toList();
        return has.equals(columns)
                ? Optional.empty()
                : Optional.of("table %s has the columns %s instead of %s".formatted(table.name(), has, columns));
    }
}
