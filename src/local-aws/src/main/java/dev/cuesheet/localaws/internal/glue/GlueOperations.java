package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.wire.AwsError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The table of Glue's operations. */
final class GlueOperations {
    private final Map<String, Answer> table = new LinkedHashMap<>();

    /** Answers one call, permissions included. */
    @FunctionalInterface
    interface Answer {
        JsonNode to(Request request);
    }

    void add(String name, Answer answer) {
        table.put(name, answer);
    }

    Set<String> names() {
        return table.keySet();
    }

    JsonNode answer(String name, Request request) {
        var operation = table.get(name);
        if (operation == null) {
            throw AwsError.notImplemented("glue", name);
        }
        return operation.to(request);
    }
}
