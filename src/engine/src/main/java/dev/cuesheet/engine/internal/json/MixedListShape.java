package dev.cuesheet.engine.internal.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** A list whose elements differ in form; one form for each position. */
record MixedListShape(List<Shape> elements) implements Shape {

    @Override
    public String describe() {
        return elements.stream().map(Shape::describe).collect(Collectors.joining(",", "java.util.List(", ")"));
    }

    @Override
    public void write(Object value, JsonGenerator out) {
        var forms = elements.iterator();
        out.writeStartArray();
        for (var item : (List<?>) value) {
            forms.next().writeNullable(item, out);
        }
        out.writeEndArray();
    }

    @Override
    public Object read(JsonParser in) {
        var items = new ArrayList<@Nullable Object>();
        for (var form : elements) {
            in.nextToken();
            items.add(form.readNullable(in));
        }
        if (in.nextToken() != JsonToken.END_ARRAY) {
            throw new UnstorableException("there are more than %d elements".formatted(elements.size()));
        }
        return Collections.unmodifiableList(items);
    }
}
