package dev.cuesheet.engine.internal.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/**
 * A single value with a text form: also what a map may have as key. There is one method for all types, and not a function
 * for each, because making two dozen functions takes longer than all else that listing DAGs does.
 */
record Scalar(Class<?> type, Json form) implements Shape {

    /** How it looks in JSON. */
    enum Json {
        NUMBER,
        BOOLEAN,
        STRING
    }

    private static final Map<Class<?>, Scalar> BY_TYPE = new HashMap<>();
    private static final Map<String, Scalar> BY_NAME = new HashMap<>();

    static {
        add(Json.BOOLEAN, Boolean.class, boolean.class);
        add(Json.STRING, Character.class, char.class);
        add(Json.NUMBER, Byte.class, byte.class);
        add(Json.NUMBER, Short.class, short.class);
        add(Json.NUMBER, Integer.class, int.class);
        add(Json.NUMBER, Long.class, long.class);
        add(Json.NUMBER, Float.class, float.class);
        add(Json.NUMBER, Double.class, double.class);
        add(Json.NUMBER, BigInteger.class, BigInteger.class);
        add(Json.NUMBER, BigDecimal.class, BigDecimal.class);
        for (var type : List.of(
                String.class,
                Instant.class,
                LocalDate.class,
                LocalTime.class,
                LocalDateTime.class,
                OffsetDateTime.class,
                ZonedDateTime.class,
                Duration.class,
                Period.class,
                Year.class,
                YearMonth.class,
                DayOfWeek.class,
                ZoneId.class)) {
            add(Json.STRING, type, type);
        }
    }

    private static void add(Json form, Class<?> type, Class<?> primitive) {
        var scalar = new Scalar(type, form);
        BY_TYPE.put(type, scalar);
        BY_TYPE.put(primitive, scalar);
        BY_NAME.put(type.getName(), scalar);
    }

    /** The scalar form of a class; primitives have that of their box. */
    static Optional<Scalar> of(Class<?> type) {
        var scalar = BY_TYPE.get(type);
        return Optional.ofNullable(
                scalar == null && ZoneId.class.isAssignableFrom(type) ? BY_TYPE.get(ZoneId.class) : scalar);
    }

    static Optional<Scalar> ofName(String className) {
        return Optional.ofNullable(BY_NAME.get(className));
    }

    /**
     * The JSON of a value of this form if it is plain, null otherwise: most results are, and are written and read without
     * making a parser or a generator for each.
     */
    @Nullable
    String plainJson(Object value) {
        var text = value.toString();
        return switch (form) {
            case BOOLEAN -> text;
            case NUMBER -> isFinite(value) ? text : null;
            case STRING -> isPlain(text, 0, text.length()) ? '"' + text + '"' : null;
        };
    }

    /** The value of plain JSON; null if it is not plain. */
    @Nullable
    Object ofPlainJson(String json) {
        int end = json.length() - 1;
        return switch (form) {
            case BOOLEAN -> json.equals("true") || json.equals("false") ? parse(json) : null;
            case NUMBER -> isPlainNumber(json) ? parse(json) : null;
            case STRING ->
                end > 0 && json.charAt(0) == '"' && json.charAt(end) == '"' && isPlain(json, 1, end)
                        ? parse(json.substring(1, end))
                        : null;
        };
    }

    /** Whether JSON has these characters as they are. */
    private static boolean isPlain(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }

    /** Digits with a sign or not; what has a point or an exponent is read with care. */
    private static boolean isPlainNumber(String json) {
        int first = json.startsWith("-") ? 1 : 0;
        if (first == json.length() || json.charAt(first) == '0' && json.length() > first + 1) {
            return false;
        }
        for (int i = first; i < json.length(); i++) {
            if (json.charAt(i) < '0' || json.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String describe() {
        return type.getName();
    }

    @Override
    public void write(Object value, JsonGenerator out) {
        var text = value.toString();
        switch (form) {
            case BOOLEAN -> out.writeBoolean((Boolean) value);
            case STRING -> out.writeString(text);
            case NUMBER -> {
                if (isFinite(value)) {
                    out.writeNumber(text);
                } else {
                    out.writeString(text);
                }
            }
        }
    }

    @Override
    public Object read(JsonParser in) {
        return parse(in.getString());
    }

    Object parse(String text) {
        try {
            return valueOf(text);
        } catch (RuntimeException e) {
            throw new UnstorableException("\"%s\" is not a %s".formatted(text, type.getSimpleName()), e);
        }
    }

    private Object valueOf(String text) {
        return switch (type.getSimpleName()) {
            case "String" -> text;
            case "Boolean" -> Boolean.valueOf(text);
            case "Character" -> text.charAt(0);
            case "Byte" -> Byte.valueOf(text);
            case "Short" -> Short.valueOf(text);
            case "Integer" -> Integer.valueOf(text);
            case "Long" -> Long.valueOf(text);
            case "Float" -> Float.valueOf(text);
            case "Double" -> Double.valueOf(text);
            case "BigInteger" -> new BigInteger(text);
            case "BigDecimal" -> new BigDecimal(text);
            case "Instant" -> Instant.parse(text);
            case "LocalDate" -> LocalDate.parse(text);
            case "LocalTime" -> LocalTime.parse(text);
            case "LocalDateTime" -> LocalDateTime.parse(text);
            case "OffsetDateTime" -> OffsetDateTime.parse(text);
            case "ZonedDateTime" -> ZonedDateTime.parse(text);
            case "Duration" -> Duration.parse(text);
            case "Period" -> Period.parse(text);
            case "Year" -> Year.parse(text);
            case "YearMonth" -> YearMonth.parse(text);
            case "DayOfWeek" -> DayOfWeek.valueOf(text);
            case "ZoneId" -> ZoneId.of(text);
            default -> throw new IllegalStateException(type + " is no scalar");
        };
    }

    /** JSON has no number for the others. */
    private static boolean isFinite(Object value) {
        return !(value instanceof Double d && !Double.isFinite(d)) && !(value instanceof Float f && !Float.isFinite(f));
    }
}
