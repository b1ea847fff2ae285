package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.internal.json.PlainData;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.Map;

/** What is told of assets and of their updates, in the form in which stores keep it. */
public final class StoredExtra {
    private StoredExtra() {}

    public static String toJson(Map<String, Object> extra) {
        return PlainJson.write(extra);
    }

    public static Map<String, Object> fromJson(String json) {
        return PlainData.read(json);
    }
}
