package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** How IAM writes its values and pages, and how it reads tags. */
final class IamXml {
    private static final int PAGE = 100;
    private static final int LARGEST_PAGE = 1000;

    private IamXml() {}

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Documents travel URL-encoded by RFC 3986. */
    static String document(String json) {
        return URLEncoder.encode(json, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    static void tags(Map<String, String> tags, XmlElement parent) {
        if (!tags.isEmpty()) {
            tagList(tags, parent.child("Tags"));
        }
    }

    static void tagList(Map<String, String> tags, XmlElement list) {
        tags.forEach((key, value) -> list.child("member").with("Key", key).with("Value", value));
    }

    static Map<String, String> tags(QueryParameters input) {
        var tags = new LinkedHashMap<String, String>();
        for (var tag : input.structures("Tags", "member")) {
            tags.put(tag.get("Key"), tag.find("Value").orElse(""));
        }
        if (tags.size() > 50) {
            throw IamErrors.limitExceeded("The number of tags has reached the maximum limit.");
        }
        return tags;
    }

    /**
     * Writes one page of the list as {@code <member>} elements. The marker is the id of the last item written, so a page
     * continues rightly when items come or go in between.
     *
     * @param items in the order of their ids
     */
    static <T> void page(
            QueryParameters input,
            XmlElement result,
            String listName,
            List<T> items,
            Function<T, String> id,
            BiConsumer<T, XmlElement> writer) {
        var marker = input.find("Marker").orElse("");
        int size = Math.max(1, Math.min(LARGEST_PAGE, input.integer("MaxItems", PAGE)));
        var rest = items.stream()
                .filter(item -> id.apply(item).compareTo(marker) > 0)
                .toList();
        var list = result.child(listName);
        rest.stream().limit(size).forEach(item -> writer.accept(item, list.child("member")));
        result.with("IsTruncated", rest.size() > size);
        if (rest.size() > size) {
            result.with("Marker", id.apply(rest.get(size - 1)));
        }
    }

    static void names(QueryParameters input, XmlElement result, String listName, List<String> names) {
        var marker = input.find("Marker").orElse("");
        int size = Math.max(1, Math.min(LARGEST_PAGE, input.integer("MaxItems", PAGE)));
        var rest = names.stream()
                .sorted()
                .filter(name -> name.compareTo(marker) > 0)
                .toList();
        var list = result.child(listName);
        rest.stream().limit(size).forEach(name -> list.with("member", name));
        result.with("IsTruncated", rest.size() > size);
        if (rest.size() > size) {
            result.with("Marker", rest.get(size - 1));
        }
    }
}
