package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.json.ResultCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Names a value that tasks hand to each other beside their results, and says of what type it is. Immutable.
 *
 * @param <T> a type that a task's result may have
 */
public final class XcomKey<T> {
    /** Airflow's name of a task's result. */
    public static final String RESULT = "return_value";

    private final String name;
    private final String type;
    private final Function<Object, Optional<T>> reading;

    private XcomKey(String name, String type, Function<Object, Optional<T>> reading) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("the name of an XCom must not be blank");
        }
        this.name = name;
        this.type = type;
        this.reading = reading;
    }

    public static <T> XcomKey<T> of(String name, Class<T> type) {
        requireNonNull(type, "type");
        return new XcomKey<>(name, type.getSimpleName(), value -> ResultCodec.as(type, value));
    }

    /** Of a list whose elements are all of this type. */
    public static <T> XcomKey<List<T>> listOf(String name, Class<T> type) {
        requireNonNull(type, "type");
        return new XcomKey<>(name, "List of " + type.getSimpleName(), value -> list(value, type));
    }

    /** A task's result. */
    public static <T> XcomKey<T> result(Class<T> type) {
        return of(RESULT, type);
    }

    public String name() {
        return name;
    }

    /** What the value must be, in words. */
    String type() {
        return type;
    }

    /** The value as what it must be; empty when it is something else. */
    Optional<T> read(Object value) {
        return reading.apply(value);
    }

    private static <T> Optional<List<T>> list(Object value, Class<T> type) {
        if (!(value instanceof List<?> elements)) {
            return Optional.empty();
        }
        var list = new ArrayList<T>(elements.size());
        for (var element : elements) {
            var read = element == null ? Optional.<T>empty() : ResultCodec.as(type, element);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            list.add(read.get());
        }
        return Optional.of(List.copyOf(list));
    }

    @Override
    public String toString() {
        return name;
    }
}
