package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes graphs as Mermaid flowcharts, which many sites and editors draw. */
public final class Mermaid {
    private Mermaid() {}

    /** Lines end with line feeds, so that the text does not depend on the machine. */
    public static String of(Graph graph) {
        var text =
                new StringBuilder("---\ntitle: ").append(quoted(graph.title())).append("\n---\nflowchart LR\n");
        Map<String, String> names = new HashMap<>();
        for (var node : graph.nodes()) {
            var name = "n" + names.size();
            names.put(node.id(), name);
            text.append("    ").append(name).append(box(node)).append('\n');
        }
        for (var edge : graph.edges()) {
            text.append("    ")
                    .append(names.get(edge.from()))
                    .append(edge.label().isEmpty() ? " --> " : " -- " + quoted(edge.label()) + " --> ")
                    .append(names.get(edge.to()))
                    .append('\n');
        }
        return text.toString();
    }

    private static String box(Node node) {
        var label = quoted(String.join("<br/>", withRows(node)));
        return switch (node.kind()) {
            case STEP, TABLE -> "[" + label + "]";
            case MAPPED -> "[[" + label + "]]";
            case STORE -> "[(" + label + ")]";
        };
    }

    private static List<String> withRows(Node node) {
        return Stream.concat(Stream.of(node.label()), node.rows().stream()).toList();
    }

    private static String quoted(String text) {
        return '"' + text.replace("#", "#35;").replace("\"", "#quot;") + '"';
    }
}
