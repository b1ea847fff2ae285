package dev.cuesheet.engine.internal.json;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A record, as a JSON object. Components may come in any order; one that is missing is null (or an empty Optional), and
 * one that the record does not have is an error, because dropping it silently would lose data.
 */
final class RecordShape implements Shape {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final RecordComponent[] components;
    private final Map<String, Integer> positions = new HashMap<>();
    private final Constructor<?> constructor;
    /** Made at the first use: a record may contain itself. */
    private volatile @Nullable List<Shape> shapes;

    private RecordShape(Class<?> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructor = type.getDeclaredConstructor(types);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no canonical constructor", e);
        }
        constructor.setAccessible(true);
        for (var component : components) {
            positions.put(component.getName(), positions.size());
            component.getAccessor().setAccessible(true);
        }
    }

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    @Override
    public String describe() {
        return type.getName();
    }

    @Override
    public void write(Object value, JsonGenerator out) {
        var forms = shapes();
        out.writeStartObject();
        for (int i = 0; i < components.length; i++) {
            out.writeName(components[i].getName());
            forms.get(i).writeNullable(valueOf(components[i], value), out);
        }
        out.writeEndObject();
    }

    @Override
    public Object read(JsonParser in) {
        var forms = shapes();
        var arguments = new @Nullable Object[components.length];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = forms.get(i).ofNull();
        }
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            var position = positions.get(name);
            if (position == null) {
                throw new UnstorableException("record %s has no component %s".formatted(type.getName(), name));
            }
            in.nextToken();
            arguments[position] = forms.get(position).readNullable(in);
        }
        return make(arguments);
    }

    /** Makes the forms of all components, which fails if one has none. */
    List<Shape> shapes() {
        var known = shapes;
        if (known == null) {
            var made = new ArrayList<Shape>(components.length);
            for (var component : components) {
                made.add(componentShape(component));
            }
            known = List.copyOf(made);
            shapes = known;
        }
        return known;
    }

    private Shape componentShape(RecordComponent component) {
        try {
            return Shapes.ofDeclared(component.getGenericType());
        } catch (UnstorableException e) {
            throw new UnstorableException(
                    "component %s of record %s: %s".formatted(component.getName(), type.getName(), e.getMessage()), e);
        }
    }

    private static @Nullable Object valueOf(RecordComponent component, Object value) {
        try {
            return component.getAccessor().invoke(value);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new UnstorableException("component %s cannot be read: %s".formatted(component.getName(), e), e);
        }
    }

    private Object make(@Nullable Object[] arguments) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw new UnstorableException(
                    "record %s refuses its stored values: %s".formatted(type.getName(), e.getCause()), e.getCause());
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            throw new UnstorableException("record %s cannot be made: %s".formatted(type.getName(), e.getMessage()), e);
        }
    }
}
