package dev.cuesheet.localaws.internal.crawler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The paths that a custom JSON classifier can name: {@code $}, {@code $[*]}, {@code $.key}, {@code $.key[*]} and on. */
public record JsonPath(List<String> steps) {
    static final JsonPath WHOLE = new JsonPath(List.of());

    private static final String EVERY = "[*]";
    private static final Pattern STEP = Pattern.compile("\\[\\*]|\\.([A-Za-z0-9_$-]+)");

    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** Empty when the text is a path of another kind. */
    public static Optional<JsonPath> parse(String text) {
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        var steps = new ArrayList<String>();
        var matcher = STEP.matcher(text);
        int end = 1;
        while (matcher.find(end) && matcher.start() == end) {
            steps.add(matcher.group());
            end = matcher.end();
        }
        return end == text.length() ? Optional.of(new JsonPath(steps)) : Optional.empty();
    }

    Stream<JsonNode> select(JsonNode value) {
        var selected = Stream.of(value);
        for (var step : steps) {
            selected = step.equals(EVERY)
                    ? selected.flatMap(JsonNode::valueStream)
                    : selected.map(node -> node.path(step.substring(1))).filter(node -> !node.isMissingNode());
        }
        return selected;
    }
}
