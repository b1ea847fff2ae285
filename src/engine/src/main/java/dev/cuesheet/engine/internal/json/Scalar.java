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
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** A single value with a text form: also what a map may have as key. */
record Scalar(Class<?> type, Json form, Function<String, Object> ofText) implements Shape {

    /** How it looks in JSON. */
    enum Json {
        NUMBER,
        BOOLEAN,
        STRING
    }

    private static final Map<Class<?>, Scalar> BY_TYPE = new HashMap<>();

    static {
        for (var scalar : List.of(
                new Scalar(String.class, Json.STRING, text -> text),
                new Scalar(Boolean.class, Json.BOOLEAN, Boolean::valueOf),
                new Scalar(Character.class, Json.STRING, text -> text.charAt(0)),
                new Scalar(Byte.class, Json.NUMBER, Byte::valueOf),
                new Scalar(Short.class, Json.NUMBER, Short::valueOf),
                new Scalar(Integer.class, Json.NUMBER, Integer::valueOf),
                new Scalar(Long.class, Json.NUMBER, Long::valueOf),
                new Scalar(Float.class, Json.NUMBER, Float::valueOf),
                new Scalar(Double.class, Json.NUMBER, Double::valueOf),
                new Scalar(BigInteger.class, Json.NUMBER, BigInteger::new),
                new Scalar(BigDecimal.class, Json.NUMBER, BigDecimal::new),
                new Scalar(Instant.class, Json.STRING, Instant::parse),
                new Scalar(LocalDate.class, Json.STRING, LocalDate::parse),
                new Scalar(LocalTime.class, Json.STRING, LocalTime::parse),
                new Scalar(LocalDateTime.class, Json.STRING, LocalDateTime::parse),
                new Scalar(OffsetDateTime.class, Json.STRING, OffsetDateTime::parse),
                new Scalar(ZonedDateTime.class, Json.STRING, ZonedDateTime::parse),
                new Scalar(Duration.class, Json.STRING, Duration::parse),
                new Scalar(Period.class, Json.STRING, Period::parse),
                new Scalar(Year.class, Json.STRING, Year::parse),
                new Scalar(YearMonth.class, Json.STRING, YearMonth::parse),
                new Scalar(DayOfWeek.class, Json.STRING, DayOfWeek::valueOf),
                new Scalar(ZoneId.class, Json.STRING, ZoneId::of))) {
            BY_TYPE.put(scalar.type, scalar);
        }
        for (var primitive : Map.of(
                        boolean.class, Boolean.class,
                        char.class, Character.class,
                        byte.class, Byte.class,
                        short.class, Short.class,
                        int.class, Integer.class,
                        long.class, Long.class,
                        float.class, Float.class,
                        double.class, Double.class)
                .entrySet()) {
            BY_TYPE.put(primitive.getKey(), BY_TYPE.get(primitive.getValue()));
        }
    }

    /** The scalar form of a class; primitives have that of their box. */
    static Optional<Scalar> of(Class<?> type) {
        var scalar = BY_TYPE.get(type);
        return Optional.ofNullable(
                scalar == null && ZoneId.class.isAssignableFrom(type) ? BY_TYPE.get(ZoneId.class) : scalar);
    }

    static Optional<Scalar> ofName(String className) {
        return BY_TYPE.values().stream()
                .filter(scalar -> scalar.type.getName().equals(className))
                .findFirst();
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
            return ofText.apply(text);
        } catch (RuntimeException e) {
            throw new UnstorableException("\"%s\" is not a %s".formatted(text, type.getSimpleName()), e);
        }
    }

    /** JSON has no number for the others. */
    private static boolean isFinite(Object value) {
        return !(value instanceof Double d && !Double.isFinite(d)) && !(value instanceof Float f && !Float.isFinite(f));
    }
}
