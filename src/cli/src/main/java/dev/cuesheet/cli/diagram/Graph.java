package dev.cuesheet.cli.diagram;

import java.util.HashSet;
import java.util.List;

/**
 * Boxes and arrows, without places.
 *
 * @param nodes in the order in which boxes of one rank are drawn, as far as arrows allow
 */
public record Graph(String title, List<Node> nodes, List<Edge> edges) {

    /** What a box stands for, which decides how it looks. */
    public enum Kind {
        /** A step that is done. */
        STEP,
        /** A step that is done once for each of several items. */
        MAPPED,
        /** A place where data rests. */
        STORE,
        /** A table with its columns. */
        TABLE
    }

    /** @param rows smaller text under the label; may be empty */
    public record Node(String id, Kind kind, String label, List<String> rows) {
        public Node {
            rows = List.copyOf(rows);
        }
    }

    /** @param label what the arrow is about, between tables a column; may be empty */
    public record Edge(String from, String to, String label) {}

    public Graph {
        nodes = List.copyOf(nodes);
        edges = List.copyOf(edges);
        var ids = new HashSet<String>();
        nodes.forEach(node -> ids.add(node.id()));
        for (var edge : edges) {
            if (!ids.contains(edge.from()) || !ids.contains(edge.to())) {
                throw new IllegalArgumentException("arrow from or to an unknown box: " + edge);
            }
        }
    }
}
