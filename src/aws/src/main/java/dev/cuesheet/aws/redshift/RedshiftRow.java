package dev.cuesheet.aws.redshift;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a result. Values are typed after their columns: {@code Boolean}, {@code Long}, {@code Double}, exact {@code
 * BigDecimal}, {@code LocalDate}, {@code LocalDateTime}, {@code OffsetDateTime}, or {@code String} for all else. Columns
 * are named in any case or counted from zero. Immutable.
 */
public final class RedshiftRow {
    private final List<RedshiftColumn> columns;
    private final List<@Nullable Object> values;

    RedshiftRow(List<RedshiftColumn> columns, List<@Nullable Object> values) {
        this.columns = columns;
        this.values = values;
    }

    public List<RedshiftColumn> columns() {
        return columns;
    }

    /** The value at the position, counted from zero; null for SQL's NULL. */
    public @Nullable Object value(int position) {
        return values.get(position);
    }

    /** The value of the column; null for SQL's NULL. */
    public @Nullable Object value(String column) {
        for (var i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return values.get(i);
            }
        }
        throw new IllegalArgumentException("The result has no column \"%s\"; it has %s"
                .formatted(column, columns.stream().map(RedshiftColumn::name).toList()));
    }

    public boolean isNull(String column) {
        return value(column) == null;
    }

    public String text(String column) {
        return present(column).toString();
    }

    /** The value as text, empty for NULL. */
    public Optional<String> findText(String column) {
        return Optional.ofNullable(value(column)).map(Object::toString);
    }

    public long number(String column) {
        return decimal(column).longValueExact();
    }

    public BigDecimal decimal(String column) {
        var value = present(column);
        return value instanceof BigDecimal decimal ? decimal : new BigDecimal(value.toString());
    }

    public double real(String column) {
        return decimal(column).doubleValue();
    }

    public boolean bool(String column) {
        return as(column, Boolean.class);
    }

    public LocalDate date(String column) {
        return as(column, LocalDate.class);
    }

    public LocalDateTime timestamp(String column) {
        return as(column, LocalDateTime.class);
    }

    public OffsetDateTime timestampWithZone(String column) {
        return as(column, OffsetDateTime.class);
    }

    /** The values by column name, in the order of the columns; NULL is null. */
    public Map<String, @Nullable Object> asMap() {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (var i = 0; i < columns.size(); i++) {
            map.put(columns.get(i).name(), values.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    private <T> T as(String column, Class<T> type) {
        var value = present(column);
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException("Column \"%s\" is not a %s but a %s"
                    .formatted(column, type.getSimpleName(), value.getClass().getSimpleName()));
        }
        return type.cast(value);
    }

    private Object present(String column) {
        var value = value(column);
        if (value == null) {
            throw new IllegalArgumentException("Column \"" + column + "\" is NULL in this row");
        }
        return value;
    }

    @Override
    public String toString() {
        return asMap().toString();
    }
}
