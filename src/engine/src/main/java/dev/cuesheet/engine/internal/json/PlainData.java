package dev.cuesheet.engine.internal.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks and copies values that are kept as JSON whose form nobody knows beforehand: see {@link PlainJson}. */
public final class PlainData {
    private PlainData() {}

    /**
     * An unmodifiable copy of what can be kept.
     *
     * @param what it is for, for the message
     * @throws IllegalArgumentException when it holds something that is no text, number, boolean, list or map
     */
    public static Map<String, Object> map(String what, Map<String, ?> values) {
        var copy = new LinkedHashMap<String, Object>();
        values.forEach((name, value) -> {
            var kept = copy(what + ", " + name, value);
            if (kept == null) {
                throw new IllegalArgumentException(what + ", " + name + ": is null; leave it out");
            }
            copy.put(name, kept);
        });
        return Collections.unmodifiableMap(copy);
    }

    /** What {@link PlainJson#write} has made of such a map. */
    public static Map<String, Object> read(String json) {
        var map = new LinkedHashMap<String, Object>();
        if (PlainJson.read(json) instanceof Map<?, ?> values) {
            values.forEach((name, value) -> {
                if (value != null) {
                    map.put(String.valueOf(name), value);
                }
            });
        }
        return Collections.unmodifiableMap(map);
    }

    private static @Nullable Object copy(String what, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            var copy = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((name, member) -> copy.put(String.valueOf(name), copy(what, member)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof List<?> list) {
            var copy = new ArrayList<@Nullable Object>();
            list.forEach(member -> copy.add(copy(what, member)));
            return Collections.unmodifiableList(copy);
        }
        boolean isNan = value instanceof Double number && !Double.isFinite(number)
                || value instanceof Float small && !Float.isFinite(small);
        if (!isNan
                && (value == null || value instanceof String || value instanceof Number || value instanceof Boolean)) {
            return value;
        }
        throw new IllegalArgumentException("%s: %s cannot be kept; text, numbers, booleans, lists and maps can"
                .formatted(what, isNan ? value : value.getClass().getName()));
    }
}
