package dev.cuesheet.engine.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A map, as a JSON object in the order of its entries; the keys are of one form, and so are the values. */
record MapShape(Shape key, Shape value) implements Shape {

    @Override
    public String describe() {
        return "java.util.Map<" + key.describe() + "," + value.describe() + ">";
    }

    @Override
    public void write(Object map, JsonGenerator out) {
        out.writeStartObject();
        for (var entry : ((Map<?, ?>) map).entrySet()) {
            out.writeName(Shapes.keyText(entry.getKey()));
            value.writeNullable(entry.getValue(), out);
        }
        out.writeEndObject();
    }

    @Override
    public Object read(JsonParser in) {
        var map = new LinkedHashMap<Object, @Nullable Object>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = Shapes.parseKey(key, in.currentName());
            in.nextToken();
            map.put(name, value.readNullable(in));
        }
        return Collections.unmodifiableMap(map);
    }
}
