package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which values a parameter may have: a JSON Schema of draft 2020-12, of which the usual rules have methods here. Whether
 * the schema itself is sound is checked when the DAG is built. Immutable.
 *
 * @param json the schema
 * @param nullable whether a run may leave the parameter without a value
 */
public record ParamSchema(String json, boolean nullable) {
    public ParamSchema {
        requireNonNull(json, "json");
    }

    /** Any text. */
    public static ParamSchema text() {
        return ofType("string");
    }

    /** A whole number. */
    public static ParamSchema integer() {
        return ofType("integer");
    }

    /** Any number. */
    public static ParamSchema number() {
        return ofType("number");
    }

    /** True or false. */
    public static ParamSchema bool() {
        return ofType("boolean");
    }

    /** A day, as {@code 2024-05-01}. */
    public static ParamSchema date() {
        return text().format("date");
    }

    /** A moment, as {@code 2024-05-01T02:00:00Z}. */
    public static ParamSchema dateTime() {
        return text().format("date-time");
    }

    /** One of these texts, numbers or booleans. */
    public static ParamSchema oneOf(Object... values) {
        return new ParamSchema("{}", false).with("enum", List.of(values));
    }

    /** Whatever the JSON Schema says; it may refer to nothing outside of itself. */
    public static ParamSchema json(String schema) {
        return new ParamSchema(schema, false);
    }

    /** No smaller number than this. */
    public ParamSchema atLeast(Number minimum) {
        return with("minimum", minimum);
    }

    /** No larger number than this. */
    public ParamSchema atMost(Number maximum) {
        return with("maximum", maximum);
    }

    /** Only text in which the regular expression is found; {@code ^} and {@code $} tie it to the ends. */
    public ParamSchema matching(String pattern) {
        return with("pattern", pattern);
    }

    /** No shorter text than this. */
    public ParamSchema minLength(int characters) {
        return with("minLength", characters);
    }

    /** No longer text than this. */
    public ParamSchema maxLength(int characters) {
        return with("maxLength", characters);
    }

    /** Only text of one of JSON Schema's formats, such as {@code email}, {@code uri} or {@code uuid}. */
    public ParamSchema format(String name) {
        return with("format", name);
    }

    /** Also no value at all, which is what a parameter without a default then has unless a run gives one. */
    public ParamSchema orNull() {
        var rules = rules();
        if (rules.get("type") instanceof String type) {
            rules.put("type", List.of(type, "null"));
        }
        if (rules.get("enum") instanceof List<?> values) {
            var more = new ArrayList<@Nullable Object>(values);
            more.add(null);
            rules.put("enum", more);
        }
        return new ParamSchema(rules.isEmpty() ? json : PlainJson.write(rules), true);
    }

    private static ParamSchema ofType(String type) {
        return new ParamSchema("{}", false).with("type", type);
    }

    private ParamSchema with(String keyword, Object value) {
        var rules = rules();
        rules.put(keyword, value);
        return new ParamSchema(PlainJson.write(rules), nullable);
    }

    /** What cannot be read is left for the DAG's build to complain of. */
    private Map<String, @Nullable Object> rules() {
        var rules = new LinkedHashMap<String, @Nullable Object>();
        try {
            if (PlainJson.read(json) instanceof Map<?, ?> map) {
                map.forEach((name, value) -> rules.put(String.valueOf(name), value));
            }
        } catch (IllegalArgumentException e) {
            return rules;
        }
        return rules;
    }
}
