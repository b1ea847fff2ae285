package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A path to one value: {@code $.a.b[0]} or {@code $['a']['b']}, without wildcards and filters. */
record JsonPath(List<Object> steps) {
    JsonPath {
        steps = List.copyOf(steps);
    }

    static JsonPath parse(String path) {
        if (!path.startsWith("$")) {
            throw invalid(path);
        }
        var steps = new ArrayList<Object>();
        for (int at = 1; at < path.length(); ) {
            if (path.charAt(at) == '.') {
                int end = at + 1;
                while (end < path.length() && path.charAt(end) != '.' && path.charAt(end) != '[') {
                    end++;
                }
                steps.add(path.substring(at + 1, end));
                at = end;
            } else {
                int end = path.indexOf(']', at);
                if (path.charAt(at) != '[' || end < 0) {
                    throw invalid(path);
                }
                steps.add(bracket(path, path.substring(at + 1, end).strip()));
                at = end + 1;
            }
        }
        return new JsonPath(steps);
    }

    private static Object bracket(String path, String content) {
        if (content.matches("\\d{1,9}")) {
            return Integer.valueOf(content);
        } else if (content.matches("'[^']+'|\"[^\"]+\"")) {
            return content.substring(1, content.length() - 1);
        }
        throw invalid(path);
    }

    private static SqlFailure invalid(String path) {
        return new SqlFailure("Invalid JSONPath format: " + path);
    }

    JsonNode find(JsonNode value) {
        var found = value;
        for (var step : steps) {
            found = step instanceof Integer index ? found.path(index) : found.path((String) step);
        }
        return found;
    }
}
