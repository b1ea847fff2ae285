package dev.cuesheet.engine.internal.json;

import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** An Optional: its value, or null. */
record OptionalShape(Shape value) implements Shape {

    @Override
    public String describe() {
        return "java.util.Optional<" + value.describe() + ">";
    }

    @Override
    public void write(Object optional, JsonGenerator out) {
        value.writeNullable(((Optional<?>) optional).orElse(null), out);
    }

    @Override
    public Object read(JsonParser in) {
        return Optional.of(value.read(in));
    }

    @Override
    public Object ofNull() {
        return Optional.empty();
    }
}
