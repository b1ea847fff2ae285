package dev.cuesheet.localaws.duckdb.internal.copy;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** One converted row on its way to the table: whole numbers, days and microseconds as longs, the rest as objects. */
final class Cells {
    private final long[] numbers;
    private final @Nullable Object[] objects;
    private final boolean[] nulls;

    Cells(int columns) {
        this.numbers = new long[columns];
        this.objects = new @Nullable Object[columns];
        this.nulls = new boolean[columns];
    }

    void clear() {
        Arrays.fill(nulls, false);
    }

    void setNull(int column) {
        nulls[column] = true;
    }

    boolean isNull(int column) {
        return nulls[column];
    }

    void set(int column, long value) {
        numbers[column] = value;
    }

    void set(int column, Object value) {
        objects[column] = value;
    }

    long number(int column) {
        return numbers[column];
    }

    Object object(int column) {
        var value = objects[column];
        if (value == null) {
            throw new IllegalStateException("No value was set for column " + column);
        }
        return value;
    }
}
