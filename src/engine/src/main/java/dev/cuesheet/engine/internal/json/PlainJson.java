package dev.cuesheet.engine.internal.json;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * JSON whose form nobody knows beforehand, as maps, lists, text, numbers and booleans. Whole numbers are Integer, Long or
 * BigInteger, whichever is the first that holds them; others are BigDecimal, which keeps all digits.
 */
public final class PlainJson {
    private PlainJson() {}

    /**
     * The value that the text is.
     *
     * @throws IllegalArgumentException saying where the text is not JSON, without repeating any of it, because it may be
     *     a secret
     */
    public static @Nullable Object read(String text) {
        try {
            return Json.read(text, in -> {
                        if (in.currentToken() == null) {
                            throw new IllegalArgumentException("there is no value");
                        }
                        var value = value(in);
                        if (in.nextToken() != null) {
                            throw new IllegalArgumentException("something follows the value");
                        }
                        return new Read(value);
                    })
                    .value;
        } catch (JacksonException e) {
            var place = e.getLocation();
            throw new IllegalArgumentException(
                    place == null
                            ? "it is not JSON"
                            : "it is not JSON at line %d, column %d".formatted(place.getLineNr(), place.getColumnNr()));
        }
    }

    /** The value as text on one line. */
    public static String write(@Nullable Object value) {
        return Json.text(out -> write(value, out));
    }

    /** The value as text over several lines, for files that people read. */
    public static String writeIndented(@Nullable Object value) {
        var text = new StringBuilder();
        indented(value, "", text);
        return text.append('\n').toString();
    }

    /** What was read, which may be null. */
    private record Read(@Nullable Object value) {}

    /** The value that the parser is at. */
    static @Nullable Object value(JsonParser in) {
        var token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            var map = new LinkedHashMap<String, @Nullable Object>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                map.put(name, value(in));
            }
            return Collections.unmodifiableMap(map);
        }
        if (token == JsonToken.START_ARRAY) {
            var list = new ArrayList<@Nullable Object>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(in));
            }
            return Collections.unmodifiableList(list);
        }
        if (token == JsonToken.VALUE_NUMBER_INT) {
            return narrowest(in.getBigIntegerValue());
        }
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            return in.getDecimalValue();
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return token == JsonToken.VALUE_TRUE;
        }
        return token == JsonToken.VALUE_NULL ? null : in.getString();
    }

    private static Number narrowest(BigInteger number) {
        if (number.bitLength() < Integer.SIZE) {
            return number.intValue();
        }
        if (number.bitLength() < Long.SIZE) {
            return number.longValue();
        }
        return number;
    }

    private static void write(@Nullable Object value, JsonGenerator out) {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            out.writeStartObject();
            map.forEach((name, member) -> {
                out.writeName(String.valueOf(name));
                write(member, out);
            });
            out.writeEndObject();
        } else if (value instanceof Iterable<?> elements) {
            out.writeStartArray();
            elements.forEach(element -> write(element, out));
            out.writeEndArray();
        } else if (value instanceof Number || value instanceof Boolean) {
            out.writeRawValue(value.toString());
        } else {
            out.writeString(value.toString());
        }
    }

    private static void indented(@Nullable Object value, String indent, StringBuilder text) {
        var deeper = indent + "  ";
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            text.append("{\n");
            var separator = "";
            for (var entry : map.entrySet()) {
                text.append(separator)
                        .append(deeper)
                        .append(write(String.valueOf(entry.getKey())))
                        .append(": ");
                indented(entry.getValue(), deeper, text);
                separator = ",\n";
            }
            text.append('\n').append(indent).append('}');
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            text.append("[\n");
            var separator = "";
            for (var element : list) {
                text.append(separator).append(deeper);
                indented(element, deeper, text);
                separator = ",\n";
            }
            text.append('\n').append(indent).append(']');
        } else {
            text.append(write(value));
        }
    }
}
