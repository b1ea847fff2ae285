package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Kind;
import dev.cuesheet.cli.diagram.Graph.Node;
import dev.cuesheet.ingest.TableColumn;
import dev.cuesheet.ingest.tickit.TickitTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The tables of TICKIT and which of their columns hold another table's key. */
public final class TickitSchema {
    private TickitSchema() {}

    /** Tables that refer stand left of those they refer to. */
    public static Graph graph() {
        var edges = tables().flatMap(
                        table -> references(table).map(edge -> new Edge(table.tableName(), edge.to(), edge.label())))
                .toList();
        return new Graph("TICKIT", tables().map(TickitSchema::node).toList(), edges);
    }

    /** As a Mermaid entity relationship diagram. */
    public static String mermaid() {
        var text = new StringBuilder("---\ntitle: TICKIT\n---\nerDiagram\n");
        tables().forEach(table -> {
            text.append("    ").append(table.tableName()).append(" {\n");
            table.columns()
                    .forEach(column -> text.append("        ")
                            .append(type(column).replaceAll("[(,]", "_").replace(")", ""))
                            .append(' ')
                            .append(column.name())
                            .append(keyMark(table, column))
                            .append('\n'));
            text.append("    }\n");
        });
        tables().forEach(table -> references(table)
                .forEach(edge ->
                        text.append("    %s }o--|| %s : %s\n".formatted(edge.from(), edge.to(), edge.label()))));
        return text.toString();
    }

    private static Stream<TickitTable> tables() {
        return Arrays.stream(TickitTable.values())
                .sorted(Comparator.comparing(TickitTable::ordinal).reversed());
    }

    private static Stream<Edge> references(TickitTable table) {
        return table.references().stream()
                .map(reference -> new Edge(table.tableName(), reference.table().tableName(), reference.column()));
    }

    private static Node node(TickitTable table) {
        var rows = new ArrayList<String>();
        int width =
                table.columns().stream().mapToInt(c -> c.name().length()).max().orElse(0);
        table.columns()
                .forEach(column -> rows.add(column.name()
                        + " ".repeat(width - column.name().length()) + "  " + type(column) + keyMark(table, column)));
        return new Node(table.tableName(), Kind.TABLE, table.tableName(), List.copyOf(rows));
    }

    private static String type(TableColumn column) {
        return column.type().sql().toLowerCase(Locale.ROOT);
    }

    private static String keyMark(TickitTable table, TableColumn column) {
        if (column.name().equals(table.key())) {
            return " PK";
        }
        return references(table).anyMatch(edge -> edge.label().equals(column.name())) ? " FK" : "";
    }
}
