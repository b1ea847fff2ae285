package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.internal.json.Json;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.TypeLookup;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonToken;

/** The JSON form in which a store keeps a run's parameters: for each its type and its value. */
public final class StoredParams {
    private static final int NO_INDEX = -1;

    private StoredParams() {}

    public static String toJson(Map<String, Object> params) {
        return Json.text(out -> {
            out.writeStartObject();
            params.forEach((name, value) -> {
                var stored = ResultCodec.encode(NO_INDEX, value);
                out.writeName(name);
                out.writeStartObject();
                out.writeStringProperty("type", stored.type());
                out.writeStringProperty("json", stored.json());
                out.writeEndObject();
            });
            out.writeEndObject();
        });
    }

    public static Map<String, Object> fromJson(String json) {
        return Json.read(json, in -> {
            var params = new LinkedHashMap<String, Object>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                var name = in.currentName();
                in.nextToken();
                var parts = new LinkedHashMap<String, String>();
                while (in.nextToken() != JsonToken.END_OBJECT) {
                    var part = in.currentName();
                    in.nextToken();
                    parts.put(part, in.getString());
                }
                var stored =
                        new StoredResult(NO_INDEX, parts.getOrDefault("type", ""), parts.getOrDefault("json", "null"));
                params.put(name, ResultCodec.decode(stored, TypeLookup.none()));
            }
            return params;
        });
    }
}
