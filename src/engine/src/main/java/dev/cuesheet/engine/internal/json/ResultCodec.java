package dev.cuesheet.engine.internal.json;

import dev.cuesheet.engine.spi.StoredResult;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** Turns task results into JSON with the name of their type, and back. */
public final class ResultCodec {
    private ResultCodec() {}

    /**
     * The stored form of a result.
     *
     * @throws UnstorableException when it is of a type that cannot be stored
     */
    public static StoredResult encode(int mapIndex, Object value) {
        var shape = Shapes.ofValue(value);
        var plain = shape instanceof Scalar scalar ? scalar.plainJson(value) : null;
        var json = plain == null ? Json.text(out -> shape.write(value, out)) : plain;
        return new StoredResult(mapIndex, shape.describe(), json);
    }

    /**
     * The result as it was before it was stored.
     *
     * @throws UnstorableException when its type is not there any more, or has changed so that the value does not fit
     */
    public static Object decode(StoredResult result, TypeLookup types) {
        var plain = types.scalar(result.type())
                .map(scalar -> scalar.ofPlainJson(result.json()))
                .orElse(null);
        if (plain != null) {
            return plain;
        }
        var shape = ShapeReader.read(result.type(), types);
        try {
            return Json.read(result.json(), in -> {
                var value = shape.readNullable(in);
                if (value == null) {
                    throw new UnstorableException("it is null");
                }
                return value;
            });
        } catch (JacksonException e) {
            throw new UnstorableException("its JSON does not fit " + result.type() + ": " + e.getOriginalMessage(), e);
        }
    }

    /** Why this value cannot be a parameter, if it cannot; parameters must be readable without the DAG's classes. */
    public static Optional<String> faultInParam(Object value) {
        if (value instanceof String || value instanceof Boolean || value instanceof Integer) {
            return Optional.empty();
        }
        try {
            ShapeReader.read(Shapes.ofValue(value).describe(), TypeLookup.none());
            return Optional.empty();
        } catch (UnstorableException e) {
            return Optional.of(
                    "%s cannot be a parameter; it must be a String, a number, a boolean, a java.time value, or a List or Map of those"
                            .formatted(value.getClass().getTypeName()));
        }
    }

    /** The value as the given type: as it is, read from its text, or, for a number, made wider without loss. */
    public static <T> Optional<T> as(Class<T> type, Object value) {
        var boxed = boxed(type);
        if (boxed.isInstance(value)) {
            return Optional.of(boxed.cast(value));
        }
        var target = Scalar.of(boxed);
        if (target.isEmpty() || !(value instanceof String || value instanceof Number || boxed == String.class)) {
            return Optional.empty();
        }
        var text = value.toString();
        if (boxed == Boolean.class && !text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            return Optional.empty();
        }
        try {
            return Optional.of(boxed.cast(target.get().parse(text.strip())));
        } catch (UnstorableException e) {
            return Optional.empty();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> Class<T> boxed(Class<T> type) {
        return type.isPrimitive() ? (Class<T>) Scalar.of(type).orElseThrow().type() : type;
    }
}
