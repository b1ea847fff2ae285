package dev.cuesheet.operators.quality;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer. Columns may share a name, as nameless ones do.
 *
 * @param values as the database's client types them; null for SQL's NULL
 */
public record SqlRow(List<String> columns, List<@Nullable Object> values) {
    public SqlRow {
        columns = List.copyOf(columns);
        values = Collections.unmodifiableList(new ArrayList<>(values));
        if (columns.isEmpty() || columns.size() != values.size()) {
            throw new IllegalArgumentException("a row has as many values as columns, and at least one; got %d and %d"
                    .formatted(values.size(), columns.size()));
        }
    }
}
