package dev.cuesheet.engine.internal.json;

import java.util.Arrays;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** An enum constant, by its name. */
record EnumShape(Class<?> type) implements Shape {

    @Override
    public String describe() {
        return type.getName();
    }

    @Override
    public void write(Object value, JsonGenerator out) {
        out.writeString(((Enum<?>) value).name());
    }

    @Override
    public Object read(JsonParser in) {
        return parse(in.getString());
    }

    Object parse(String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnstorableException("%s has no constant %s".formatted(type.getName(), name)));
    }
}
