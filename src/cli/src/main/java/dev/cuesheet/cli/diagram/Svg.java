package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Kind;
import dev.cuesheet.cli.diagram.Graph.Node;
import dev.cuesheet.cli.diagram.Layout.Place;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Draws graphs as SVG: one file, no script, no font that must be fetched, readable on light and dark pages. */
public final class Svg {
    private static final int MARGIN = 20;
    private static final int TITLE_HEIGHT = 34;
    private static final int LABEL_HEIGHT = 20;
    private static final int ROW_HEIGHT = 15;
    private static final int PADDING = 10;
    private static final double LABEL_CHARACTER = 7.9;
    private static final double ROW_CHARACTER = 6.5;
    private static final int MAPPED_SHADOW = 4;

    private static final String STYLE = """
            <style>
              text { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; fill: #1f2933; white-space: pre }
              .title { font-size: 16px; font-weight: bold }
              .label { font-size: 13px; font-weight: bold }
              .row { font-size: 11px; fill: #52606d }
              .page { fill: #ffffff }
              .box { stroke-width: 1.2 }
              .step, .mapped { fill: #e8f1fb; stroke: #3b7dbf }
              .store { fill: #fdf3dc; stroke: #b7791f }
              .table { fill: #f5f7fa; stroke: #7b8794 }
              .arrow { fill: none; stroke: #7b8794; stroke-width: 1.4 }
            </style>
            <defs>
              <marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">
                <path d="M0 0 L8 4 L0 8 z" fill="#7b8794"/>
              </marker>
            </defs>
            """;

    private final Graph graph;
    private final Layout layout;
    private final Map<String, Node> nodes = new HashMap<>();
    private final StringBuilder svg = new StringBuilder();

    private Svg(Graph graph) {
        this.graph = graph;
        this.layout = new Layout(graph, Svg::size);
        graph.nodes().forEach(node -> nodes.put(node.id(), node));
    }

    /** The picture as text. The same graph gives the same text on every machine. */
    public static String of(Graph graph) {
        return new Svg(graph).draw();
    }

    private String draw() {
        int width = Math.max(layout.width(), (int) (graph.title().length() * 10.0)) + 2 * MARGIN + MAPPED_SHADOW;
        int height = layout.height() + TITLE_HEIGHT + 2 * MARGIN + MAPPED_SHADOW;
        svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %1$d %2$d\">\n"
                .formatted(width, height));
        svg.append(STYLE);
        svg.append("<rect class=\"page\" width=\"%d\" height=\"%d\"/>\n".formatted(width, height));
        text("title", MARGIN, MARGIN + 14, graph.title());
        svg.append("<g transform=\"translate(%d %d)\">\n".formatted(MARGIN, MARGIN + TITLE_HEIGHT));
        graph.edges().forEach(this::arrow);
        graph.nodes().forEach(this::box);
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static int[] size(Node node) {
        double text = Stream.concat(
                        Stream.of(node.label().length() * LABEL_CHARACTER),
                        node.rows().stream().map(row -> row.length() * ROW_CHARACTER))
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        return new int[] {
            (int) Math.ceil(text) + 2 * PADDING,
            LABEL_HEIGHT + ROW_HEIGHT * node.rows().size() + PADDING
        };
    }

    private void box(Node node) {
        var place = layout.box(node.id());
        var kind = node.kind().name().toLowerCase(Locale.ROOT);
        if (node.kind() == Kind.MAPPED) {
            rectangle(kind, place, MAPPED_SHADOW);
        }
        rectangle(kind, place, 0);
        int y = place.y + LABEL_HEIGHT;
        text("label", place.x + PADDING, y, node.label());
        for (var row : node.rows()) {
            y += ROW_HEIGHT;
            text("row", place.x + PADDING, y, row);
        }
    }

    private void rectangle(String kind, Place place, int shift) {
        svg.append("<rect class=\"box %s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>\n"
                .formatted(
                        kind,
                        place.x + shift,
                        place.y + shift,
                        place.width,
                        place.height,
                        kind.equals("store") ? 12 : 4));
    }

    private void arrow(Edge edge) {
        var route = layout.route(edge);
        var first = route.get(0);
        var last = route.get(route.size() - 1);
        int x = first.x + first.width;
        int y = departure(edge, first);
        var path = new StringBuilder("M%d %d".formatted(x, y));
        for (var next : route.subList(1, route.size())) {
            int bend = Math.max(12, (next.x - x) / 2);
            int nextY = next == last ? arrival(edge, next) : next.middle();
            path.append(" C%d %d %d %d %d %d".formatted(x + bend, y, next.x - bend, nextY, next.x, nextY));
            if (next != last) {
                path.append(" H").append(next.x + next.width);
            }
            x = next.x + next.width;
            y = nextY;
        }
        svg.append("<path class=\"arrow\" marker-end=\"url(#tip)\" d=\"%s\"/>\n".formatted(path));
    }

    /** An arrow between tables starts at the column that it is about. */
    private int departure(Edge edge, Place from) {
        var rows = nodes.get(edge.from()).rows();
        for (int i = 0; i < rows.size() && !edge.label().isEmpty(); i++) {
            if (rows.get(i).startsWith(edge.label() + " ")) {
                return rowMiddle(from, i);
            }
        }
        return from.middle();
    }

    /** It ends at the other table's key, which is its first column. */
    private int arrival(Edge edge, Place to) {
        return nodes.get(edge.to()).kind() == Kind.TABLE ? rowMiddle(to, 0) : to.middle();
    }

    private static int rowMiddle(Place place, int row) {
        return place.y + LABEL_HEIGHT + ROW_HEIGHT * (row + 1) - ROW_HEIGHT / 4;
    }

    private void text(String style, int x, int y, String text) {
        svg.append("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(style, x, y, escaped(text)));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
