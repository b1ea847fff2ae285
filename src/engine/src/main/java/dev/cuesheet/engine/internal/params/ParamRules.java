package dev.cuesheet.engine.internal.params;

import dev.cuesheet.engine.ParamSchema;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds parameters against their schemas. */
public final class ParamRules {
    private ParamRules() {}

    /** What is wrong with the schema itself. */
    public static Optional<String> faultInSchema(ParamSchema schema) {
        return PlainSchema.of(schema.json()).isPresent()
                ? Optional.empty()
                : SchemaLibrary.faultInSchema(schema.json());
    }

    /** Which rules of a sound schema the value breaks; null is no value. */
    public static Optional<String> faultIn(ParamSchema schema, @Nullable Object value) {
        boolean sure = PlainSchema.of(schema.json())
                .filter(plain -> plain.surelyAllows(value))
                .isPresent();
        return sure ? Optional.empty() : SchemaLibrary.faultIn(schema.json(), value);
    }

    /**
     * Text, which is all that a command line has, as the value that the schema means; as it is when the schema means text,
     * or when it cannot be that value.
     */
    public static Object meant(ParamSchema schema, Object value) {
        var types = PlainSchema.types(schema.json());
        if (!(value instanceof String text) || types.isEmpty() || types.contains("string")) {
            return value;
        }
        var json = json(text);
        if (json instanceof Boolean) {
            return types.contains("boolean") ? json : text;
        }
        if (json instanceof Number number) {
            boolean whole = !(number instanceof BigDecimal);
            return types.contains("number") || whole && types.contains("integer") ? number : text;
        }
        if (json == null || json instanceof String) {
            return text;
        }
        return json;
    }

    private static @Nullable Object json(String text) {
        try {
            return PlainJson.read(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
