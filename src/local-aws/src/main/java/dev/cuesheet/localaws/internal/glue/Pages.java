package dev.cuesheet.localaws.internal.glue;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Glue's pages. A token holds the id of the last item shown, so a page continues rightly when items come or go in
 * between.
 */
final class Pages {
    private Pages() {}

    /**
     * Fills the list field, and {@code NextToken} when more is to come.
     *
     * @param items in the order of their ids
     */
    static <T> ObjectNode page(
            Request request,
            ObjectNode answer,
            String field,
            int largest,
            List<T> items,
            Function<T, String> id,
            Function<T, JsonNode> writer) {
        var last = request.find("NextToken")
                .filter(token -> !token.isEmpty())
                .map(Pages::decode)
                .orElse(null);
        int size = Math.min(largest, Math.max(1, request.integer("MaxResults", largest)));
        var list = answer.putArray(field);
        var rest = last == null
                ? items
                : items.stream()
                        .filter(item -> id.apply(item).compareTo(last) > 0)
                        .toList();
        rest.stream().limit(size).map(writer).forEach(list::add);
        if (rest.size() > size) {
            answer.put("NextToken", encode(id.apply(rest.get(size - 1))));
        }
        return answer;
    }

    private static String encode(String id) {
        return Base64.getUrlEncoder().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw GlueErrors.invalidInput("The next token is invalid.");
        }
    }
}
