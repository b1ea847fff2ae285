package dev.cuesheet.engine.internal.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A map whose values differ in form; one form for each entry, in the order of the entries. */
record MixedMapShape(Shape key, List<Shape> values) implements Shape {

    @Override
    public String describe() {
        return values.stream()
                .map(Shape::describe)
                .collect(Collectors.joining(",", "java.util.Map<" + key.describe() + ">(", ")"));
    }

    @Override
    public void write(Object map, JsonGenerator out) {
        var forms = values.iterator();
        out.writeStartObject();
        for (var entry : ((Map<?, ?>) map).entrySet()) {
            out.writeName(Shapes.keyText(entry.getKey()));
            forms.next().writeNullable(entry.getValue(), out);
        }
        out.writeEndObject();
    }

    @Override
    public Object read(JsonParser in) {
        var map = new LinkedHashMap<Object, @Nullable Object>();
        var forms = values.iterator();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            if (!forms.hasNext()) {
                throw new UnstorableException("there are more than %d entries".formatted(values.size()));
            }
            var name = Shapes.parseKey(key, in.currentName());
            in.nextToken();
            map.put(name, forms.next().readNullable(in));
        }
        return Collections.unmodifiableMap(map);
    }
}
