package dev.cuesheet.engine.internal.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A list whose elements have one form. */
record ListShape(Shape element) implements Shape {

    @Override
    public String describe() {
        return "java.util.List<" + element.describe() + ">";
    }

    @Override
    public void write(Object value, JsonGenerator out) {
        out.writeStartArray();
        for (var item : (List<?>) value) {
            element.writeNullable(item, out);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) {
        var items = new ArrayList<@Nullable Object>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            items.add(element.readNullable(in));
        }
        return Collections.unmodifiableList(items);
    }
}
