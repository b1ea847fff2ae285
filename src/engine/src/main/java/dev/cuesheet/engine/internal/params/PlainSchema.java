package dev.cuesheet.engine.internal.params;

import dev.cuesheet.engine.internal.json.PlainJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The schemas that most parameters have, which need no library: a type, bounds, a pattern, a list of values. It only ever
 * says that something is surely right; whatever it is not sure of, the library decides. So a DAG whose parameters are
 * right never waits for the library, and there is one judge of what is wrong.
 */
final class PlainSchema {
    /** What says nothing about the value. */
    private static final Set<String> REMARKS = Set.of("title", "description", "examples", "default", "$comment");

    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "null");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    private static final Pattern DATE_TIME = Pattern.compile(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})");

    private final Map<?, ?> rules;

    private PlainSchema(Map<?, ?> rules) {
        this.rules = rules;
    }

    /** The schema, if it is a sound one of that kind. */
    static Optional<PlainSchema> of(String json) {
        try {
            return PlainJson.read(json) instanceof Map<?, ?> map
                            && map.entrySet().stream().allMatch(rule -> known(rule.getKey(), rule.getValue()))
                    ? Optional.of(new PlainSchema(map))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The types that the schema names; empty when it names none. */
    static List<?> types(String json) {
        try {
            var type = PlainJson.read(json) instanceof Map<?, ?> map ? map.get("type") : null;
            return type instanceof List<?> several ? several : type == null ? List.of() : List.of(type);
        } catch (IllegalArgumentException e) {
            return List.of();
        }
    }

    private static boolean known(Object keyword, @Nullable Object value) {
        return switch (String.valueOf(keyword)) {
            case "type" ->
                value instanceof List<?> several
                        ? !several.isEmpty() && several.stream().allMatch(type -> type != null && TYPES.contains(type))
                        : value != null && TYPES.contains(value);
            case "minimum", "maximum" -> value instanceof Number;
            case "minLength", "maxLength" -> value instanceof Integer length && length >= 0;
            case "enum" ->
                value instanceof List<?> values
                        && !values.isEmpty()
                        && values.stream()
                                .allMatch(each -> each == null
                                        || isWhole(each)
                                        || each instanceof String
                                        || each instanceof Boolean);
            case "format" -> "date".equals(value) || "date-time".equals(value);
            case "pattern" -> value instanceof String pattern && isSimplePattern(pattern);
            default -> value instanceof String && REMARKS.contains(keyword);
        };
    }

    /** Java and ECMAScript agree about these. */
    private static boolean isSimplePattern(String pattern) {
        if (pattern.contains("(?") || pattern.contains("\\") || pattern.contains("&&")) {
            return false;
        }
        try {
            Pattern.compile(pattern);
            return true;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Whether the value surely fits; false when that is not sure. */
    boolean surelyAllows(@Nullable Object value) {
        return rules.entrySet().stream()
                .allMatch(rule -> allows(String.valueOf(rule.getKey()), rule.getValue(), value));
    }

    private static boolean allows(String keyword, @Nullable Object rule, @Nullable Object value) {
        return switch (keyword) {
            case "type" ->
                rule instanceof List<?> several
                        ? several.stream().anyMatch(type -> isOfType(type, value))
                        : isOfType(rule, value);
            case "minimum" -> !isNumber(value) || decimal(value).compareTo(decimal(rule)) >= 0;
            case "maximum" -> !isNumber(value) || decimal(value).compareTo(decimal(rule)) <= 0;
            case "minLength" -> !(value instanceof String text) || length(text) >= number(rule);
            case "maxLength" -> !(value instanceof String text) || length(text) <= number(rule);
            case "enum" ->
                rule instanceof List<?> values && (isWhole(value) ? holds(values, value) : values.contains(value));
            case "format" -> !(value instanceof String text) || isOfFormat(String.valueOf(rule), text);
            case "pattern" ->
                !(value instanceof String text)
                        || isOneLine(text)
                                && Pattern.compile(String.valueOf(rule))
                                        .matcher(text)
                                        .find();
            default -> true;
        };
    }

    /** Where lines end, Java and ECMAScript differ about dots and dollars. */
    private static boolean isOneLine(String text) {
        return text.chars().noneMatch(c -> c < ' ' || c == 0x85 || c == 0x2028 || c == 0x2029);
    }

    private static boolean holds(List<?> values, @Nullable Object number) {
        return values.stream().anyMatch(each -> isWhole(each) && decimal(each).compareTo(decimal(number)) == 0);
    }

    private static boolean isOfType(@Nullable Object type, @Nullable Object value) {
        return switch (String.valueOf(type)) {
            case "string" -> value instanceof String;
            case "integer" -> isWhole(value);
            case "number" -> isNumber(value);
            case "boolean" -> value instanceof Boolean;
            default -> value == null;
        };
    }

    private static boolean isOfFormat(String format, String text) {
        try {
            if (format.equals("date")) {
                return DATE.matcher(text).matches() && LocalDate.parse(text) != null;
            }
            return DATE_TIME.matcher(text).matches() && OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static boolean isWhole(@Nullable Object value) {
        return value instanceof Integer || value instanceof Long || value instanceof BigInteger;
    }

    private static boolean isNumber(@Nullable Object value) {
        return isWhole(value) || value instanceof BigDecimal || value instanceof Double exact && Double.isFinite(exact);
    }

    private static BigDecimal decimal(@Nullable Object number) {
        return new BigDecimal(String.valueOf(number));
    }

    private static int number(@Nullable Object rule) {
        return rule instanceof Integer number ? number : 0;
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
