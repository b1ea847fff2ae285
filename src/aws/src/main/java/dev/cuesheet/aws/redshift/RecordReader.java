package dev.cuesheet.aws.redshift;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads rows into records: component {@code qtySold} takes column {@code qtysold} or {@code qty_sold}. */
final class RecordReader<R extends Record> {
    private final Class<R> type;
    private final RecordComponent[] components;
    private final Constructor<R> constructor;

    RecordReader(Class<R> type) {
        this.type = type;
        this.components = type.getRecordComponents();
        try {
            var types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            this.constructor = type.getDeclaredConstructor(types);
            this.constructor.setAccessible(true);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("Every record has its canonical constructor", e);
        }
    }

    R read(RedshiftRow row) {
        var arguments = Arrays.stream(components).map(c -> argument(row, c)).toArray();
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            var cause = e.getCause();
            throw new IllegalArgumentException(
                    "A row does not make a %s: %s".formatted(type.getSimpleName(), cause), cause);
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("Could not make a %s: %s".formatted(type.getSimpleName(), e), e);
        }
    }

    private @Nullable Object argument(RedshiftRow row, RecordComponent component) {
        var column = columnOf(row, component)
                .orElseThrow(() -> new IllegalArgumentException("The result has no column for %s.%s; it has %s"
                        .formatted(
                                type.getSimpleName(),
                                component.getName(),
                                row.columns().stream().map(RedshiftColumn::name).toList())));
        var value = row.value(column);
        if (value == null && component.getType().isPrimitive()) {
            throw new IllegalArgumentException("Column \"%s\" is NULL, which %s.%s cannot hold"
                    .formatted(column, type.getSimpleName(), component.getName()));
        }
        return value == null ? null : converted(value, component, column);
    }

    private static Optional<String> columnOf(RedshiftRow row, RecordComponent component) {
        return row.columns().stream()
                .map(RedshiftColumn::name)
                .filter(name -> name.replace("_", "").equalsIgnoreCase(component.getName()))
                .findFirst();
    }

    private Object converted(Object value, RecordComponent component, String column) {
        var wanted = component.getType();
        if (wanted.isInstance(value)) {
            return value;
        }
        if (wanted == String.class) {
            return value.toString();
        }
        if (value instanceof Boolean && wanted == boolean.class) {
            return value;
        }
        if (value instanceof Number number) {
            var exact = new BigDecimal(number.toString());
            if (wanted == long.class || wanted == Long.class) {
                return exact.longValueExact();
            } else if (wanted == int.class || wanted == Integer.class) {
                return exact.intValueExact();
            } else if (wanted == double.class || wanted == Double.class) {
                return exact.doubleValue();
            } else if (wanted == BigDecimal.class) {
                return exact;
            }
        }
        throw new IllegalArgumentException("Column \"%s\" is a %s, %s.%s wants a %s"
                .formatted(
                        column,
                        value.getClass().getSimpleName(),
                        type.getSimpleName(),
                        component.getName(),
                        wanted.getSimpleName()));
    }
}
