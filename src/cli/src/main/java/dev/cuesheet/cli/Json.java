package dev.cuesheet.cli;

import java.io.PrintStream;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes what commands tell to scripts: maps, lists, text, numbers, booleans and nulls, on one line. */
public final class Json {
    private Json() {}

    /** Prints the value and an end of line. */
    public static void print(PrintStream out, @Nullable Object value) {
        out.println(of(value));
    }

    /** The value as text; decimals keep all their digits and are never written with an exponent. */
    public static String of(@Nullable Object value) {
        var text = new StringWriter();
        try (var json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, value);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, @Nullable Object value) {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Map<?, ?> map) {
            json.writeStartObject();
            map.forEach((name, member) -> {
                json.writeName(String.valueOf(name));
                write(json, member);
            });
            json.writeEndObject();
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            list.forEach(element -> write(json, element));
            json.writeEndArray();
        } else if (value instanceof Number number) {
            writeNumber(json, number);
        } else if (value instanceof Boolean truth) {
            json.writeBoolean(truth);
        } else {
            json.writeString(value.toString());
        }
    }

    private static void writeNumber(JsonGenerator json, Number number) {
        if (number instanceof Double || number instanceof Float) {
            double inexact = number.doubleValue();
            if (Double.isFinite(inexact)) {
                json.writeNumber(inexact);
            } else {
                // JSON has no such numbers.
                json.writeString(number.toString());
            }
        } else {
            json.writeNumber(new BigDecimal(number.toString()).toPlainString());
        }
    }
}
