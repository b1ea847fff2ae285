package dev.cuesheet.engine.internal.json;

import dev.cuesheet.engine.Asset;
import dev.cuesheet.engine.AssetCondition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** Assets and conditions on them in a written structure: {@code {"any": [{"asset": "a", "uri": "s3://a"}, ...]}}. */
final class AssetJson {
    private static final String ASSET = "asset";
    private static final String ALL = "all";
    private static final String ANY = "any";

    private AssetJson() {}

    static void write(AssetCondition condition, JsonGenerator out) {
        if (condition instanceof Asset asset) {
            write(asset, out);
        } else if (condition instanceof AssetCondition.All all) {
            parts(ALL, all.parts(), out);
        } else if (condition instanceof AssetCondition.Any any) {
            parts(ANY, any.parts(), out);
        }
    }

    private static void write(Asset asset, JsonGenerator out) {
        out.writeStartObject();
        out.writeStringProperty(ASSET, asset.name());
        out.writeStringProperty("uri", asset.uri());
        out.writeStringProperty("group", asset.group());
        if (!asset.extra().isEmpty()) {
            out.writeName("extra");
            out.writeRawValue(PlainJson.write(asset.extra()));
        }
        out.writeEndObject();
    }

    private static void parts(String name, List<AssetCondition> parts, JsonGenerator out) {
        out.writeStartObject();
        out.writeName(name);
        out.writeStartArray();
        parts.forEach(part -> write(part, out));
        out.writeEndArray();
        out.writeEndObject();
    }

    /** Reads on from the start of the object to its end. */
    static AssetCondition read(JsonParser in) {
        return condition(PlainJson.value(in));
    }

    private static AssetCondition condition(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("a condition on assets is an object, got " + value);
        }
        if (map.get(ALL) instanceof List<?> all) {
            return new AssetCondition.All(conditions(all));
        }
        if (map.get(ANY) instanceof List<?> any) {
            return new AssetCondition.Any(conditions(any));
        }
        var asset = Asset.named(String.valueOf(map.get(ASSET)), String.valueOf(map.get("uri")))
                .group(String.valueOf(map.get("group")));
        return map.get("extra") instanceof Map<?, ?> extra ? asset.extra(known(extra)) : asset;
    }

    private static Map<String, Object> known(Map<?, ?> extra) {
        return PlainData.read(PlainJson.write(extra));
    }

    private static List<AssetCondition> conditions(List<?> values) {
        var conditions = new ArrayList<AssetCondition>();
        values.forEach(value -> conditions.add(condition(value)));
        return conditions;
    }
}
