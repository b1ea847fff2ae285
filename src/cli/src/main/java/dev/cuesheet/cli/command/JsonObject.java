package dev.cuesheet.cli.command;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object typed on the command line. */
record JsonObject(Map<String, Object> members) {
    JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** Reads the typed text. */
    static final class Reader implements ITypeConverter<JsonObject> {
        @Override
        public JsonObject convert(String typed) {
            try {
                Map<String, Object> object = JsonMapper.builder()
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build()
                        .readValue(typed, new TypeReference<Map<String, Object>>() {});
                if (object == null || object.containsValue(null)) {
                    throw new TypeConversionException("needs a JSON object whose members have values, got " + typed);
                }
                return new JsonObject(object);
            } catch (JacksonException e) {
                var place = e.getLocation();
                throw new TypeConversionException("not a JSON object: %s (line %d, column %d)"
                        .formatted(e.getOriginalMessage(), place.getLineNr(), place.getColumnNr()));
            }
        }
    }
}
