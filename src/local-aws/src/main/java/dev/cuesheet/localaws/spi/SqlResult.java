package dev.cuesheet.localaws.spi;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a statement came to. A result set is read forward once and must be closed; values are {@code null},
 * {@link Boolean}, {@link Long}, {@link Double} or {@link String}, the last for numeric, date, time and text types in
 * Redshift's notation.
 */
public interface SqlResult extends AutoCloseable {

    /** A column of the result; {@code typeName} is Redshift's: int2, int4, int8, float8, numeric, varchar, bpchar, bool, date, timestamp ... */
    record Column(String name, String typeName, int length, int precision, int scale, boolean nullable) {}

    /** False for DDL, DML and COPY. */
    boolean hasResultSet();

    List<Column> columns();

    /** Rows changed, 0 for DDL and COPY, -1 for a result set. */
    long updateCount();

    /** The next row, or null after the last. */
    @Nullable
    List<@Nullable Object> next();

    @Override
    void close();
}
