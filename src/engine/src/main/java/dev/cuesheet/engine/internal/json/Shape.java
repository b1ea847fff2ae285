package dev.cuesheet.engine.internal.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The form of a value that can be written as JSON and made again from it. The set is closed on purpose: what is stored
 * must be readable by the next version of the code, and reading it must never run code that the data chose.
 */
sealed interface Shape
        permits Scalar, EnumShape, RecordShape, ListShape, MixedListShape, MapShape, MixedMapShape, OptionalShape {

    /** Names the form so that {@link ShapeReader} can find it again. */
    String describe();

    /** Writes a value of this form. */
    void write(Object value, JsonGenerator out);

    /** Makes the value again from the token the parser stands on, and leaves it on the value's last token. */
    Object read(JsonParser in);

    /** What a null of this form is read as. */
    default @Nullable Object ofNull() {
        return null;
    }

    default void writeNullable(@Nullable Object value, JsonGenerator out) {
        if (value == null) {
            out.writeNull();
        } else {
            write(value, out);
        }
    }

    default @Nullable Object readNullable(JsonParser in) {
        return in.currentToken() == JsonToken.VALUE_NULL ? ofNull() : read(in);
    }
}
