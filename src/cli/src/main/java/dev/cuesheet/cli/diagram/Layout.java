package dev.cuesheet.cli.diagram;

import dev.cuesheet.cli.diagram.Graph.Edge;
import dev.cuesheet.cli.diagram.Graph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives every box of a graph without cycles a place: ranks from left to right by the longest path from a start, and
 * within a rank near the boxes it is joined to. An arrow over several ranks gets a way point in each, which keeps room
 * for it between the boxes.
 */
final class Layout {
    static final int RANK_GAP = 56;
    static final int BOX_GAP = 18;
    private static final int WAY_POINT_HEIGHT = 6;
    private static final int SWEEPS = 12;

    /** A box or way point with its size and, in the end, its upper left corner. */
    static final class Place {
        final int rank;
        final int height;
        int width;
        int x;
        int y;

        private final List<Place> left = new ArrayList<>();
        private final List<Place> right = new ArrayList<>();

        private Place(int rank, int width, int height) {
            this.rank = rank;
            this.width = width;
            this.height = height;
        }

        private boolean isWayPoint() {
            return height == WAY_POINT_HEIGHT;
        }

        int middle() {
            return y + height / 2;
        }
    }

    private final Map<String, Place> boxes = new LinkedHashMap<>();
    private final Map<Edge, List<Place>> routes = new LinkedHashMap<>();
    private final List<List<Place>> ranks = new ArrayList<>();

    Layout(Graph graph, Function<Node, int[]> sizes) {
        var rankOf = longestPaths(graph);
        for (var node : graph.nodes()) {
            var size = sizes.apply(node);
            boxes.put(node.id(), add(rankOf.get(node.id()), size[0], size[1]));
        }
        graph.edges().forEach(edge -> routes.put(edge, route(boxes.get(edge.from()), boxes.get(edge.to()))));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            order(sweep % 2 == 0);
        }
        place();
    }

    Place box(String id) {
        return boxes.get(id);
    }

    /** The boxes at both ends and the way points between them. */
    List<Place> route(Edge edge) {
        return routes.get(edge);
    }

    int width() {
        return boxes.values().stream()
                .mapToInt(place -> place.x + place.width)
                .max()
                .orElse(0);
    }

    int height() {
        return ranks.stream()
                .flatMap(List::stream)
                .mapToInt(place -> place.y + place.height)
                .max()
                .orElse(0);
    }

    private static Map<String, Integer> longestPaths(Graph graph) {
        var rank = new HashMap<String, Integer>();
        graph.nodes().forEach(node -> rank.put(node.id(), 0));
        // As many rounds as boxes reach the end of any path; one more change would be a cycle.
        for (int round = 0; round <= graph.nodes().size(); round++) {
            boolean changed = false;
            for (var edge : graph.edges()) {
                int least = rank.get(edge.from()) + 1;
                if (rank.get(edge.to()) < least) {
                    rank.put(edge.to(), least);
                    changed = true;
                }
            }
            if (!changed) {
                return rank;
            }
        }
        throw new IllegalArgumentException("\"%s\" has a cycle and cannot be drawn".formatted(graph.title()));
    }

    private Place add(int rank, int width, int height) {
        while (ranks.size() <= rank) {
            ranks.add(new ArrayList<>());
        }
        var place = new Place(rank, width, height);
        ranks.get(rank).add(place);
        return place;
    }

    private List<Place> route(Place from, Place to) {
        var route = new ArrayList<Place>(List.of(from));
        for (int rank = from.rank + 1; rank < to.rank; rank++) {
            route.add(add(rank, 0, WAY_POINT_HEIGHT));
        }
        route.add(to);
        for (int i = 1; i < route.size(); i++) {
            route.get(i - 1).right.add(route.get(i));
            route.get(i).left.add(route.get(i - 1));
        }
        return route;
    }

    /** Sorts each rank by where its neighbours on one side stand on average. */
    private void order(boolean byLeft) {
        stack();
        for (int i = 0; i < ranks.size(); i++) {
            var rank = ranks.get(byLeft ? i : ranks.size() - 1 - i);
            var wanted = new HashMap<Place, Double>();
            rank.forEach(place -> wanted.put(place, average(byLeft ? place.left : place.right, place)));
            rank.sort(Comparator.comparingDouble(wanted::get));
            stack(rank);
        }
    }

    private static double average(List<Place> neighbours, Place otherwise) {
        return neighbours.stream().mapToInt(Place::middle).average().orElse(otherwise.middle());
    }

    private void stack() {
        ranks.forEach(Layout::stack);
    }

    private static void stack(List<Place> rank) {
        int y = -total(rank) / 2;
        for (var place : rank) {
            place.y = y;
            y += place.height + BOX_GAP;
        }
    }

    private static int total(List<Place> rank) {
        return rank.stream().mapToInt(place -> place.height + BOX_GAP).sum() - BOX_GAP;
    }

    private void place() {
        stack();
        int x = 0;
        for (var rank : ranks) {
            int widest = rank.stream().mapToInt(place -> place.width).max().orElse(0);
            for (var place : rank) {
                // A way point leads the arrow straight through, beside the boxes.
                place.width = place.isWayPoint() ? widest : place.width;
                place.x = x + (widest - place.width) / 2;
            }
            x += widest + RANK_GAP;
        }
        int top = ranks.stream()
                .flatMap(List::stream)
                .mapToInt(place -> place.y)
                .min()
                .orElse(0);
        ranks.forEach(rank -> rank.forEach(place -> place.y -= top));
    }
}
