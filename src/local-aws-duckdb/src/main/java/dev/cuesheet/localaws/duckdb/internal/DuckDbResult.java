package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlResult;
import java.math.BigInteger;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A query's rows, read from DuckDB as they are asked for, with values in Redshift's notation. */
final class DuckDbResult implements SqlResult {
    private static final Logger log = LoggerFactory.getLogger(DuckDbResult.class);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .toFormatter();
    private static final DateTimeFormatter TIMESTAMP = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd ")
            .append(TIME)
            .toFormatter();

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<Column> columns;
    private final List<RedshiftType.Base> types;
    private final Runnable onClose;
    private final boolean ownTransaction;
    private boolean exhausted;
    private final UnaryOperator<SqlFailure> onFailure;

    /**
     * @param ownTransaction true when the query is a transaction of its own, which must not outlive the result
     * @param names the identifiers in the statement, which an unnamed column's label cannot be among
     */
    DuckDbResult(
            PreparedStatement statement,
            ResultSet rows,
            Set<String> names,
            UnaryOperator<SqlFailure> onFailure,
            boolean ownTransaction,
            Runnable onClose)
            throws SQLException {
        this.statement = statement;
        this.rows = rows;
        this.onClose = onClose;
        this.ownTransaction = ownTransaction;
        this.onFailure = onFailure;
        var meta = rows.getMetaData();
        this.columns = new ArrayList<>();
        this.types = new ArrayList<>();
        for (int i = 1; i <= meta.getColumnCount(); i++) {
            var type = typeOf(meta, i);
            types.add(type.base());
            columns.add(column(label(meta.getColumnLabel(i), names), type));
        }
    }

    /** A sum of integers is a HUGEINT in DuckDB and a BIGINT in Redshift. */
    private static RedshiftType typeOf(ResultSetMetaData meta, int i) throws SQLException {
        var name = meta.getColumnTypeName(i);
        return name.equals("HUGEINT") ? RedshiftType.of(RedshiftType.Base.BIGINT) : TableCatalog.typeOf(name);
    }

    private static Column column(String name, RedshiftType type) {
        return switch (type.base()) {
            case SMALLINT -> new Column(name, "int2", 0, 5, 0, true);
            case INTEGER -> new Column(name, "int4", 0, 10, 0, true);
            case BIGINT -> new Column(name, "int8", 0, 19, 0, true);
            case REAL -> new Column(name, "float4", 0, 8, 8, true);
            case DOUBLE -> new Column(name, "float8", 0, 17, 17, true);
            case DECIMAL -> new Column(name, "numeric", 0, type.length(), type.scale(), true);
            case CHAR, VARCHAR -> new Column(name, "varchar", 0, type.length(), 0, true);
            case BOOLEAN -> new Column(name, "bool", 0, 1, 0, true);
            case DATE -> new Column(name, "date", 0, 13, 0, true);
            case TIME -> new Column(name, "time", 0, 15, 6, true);
            case TIMESTAMP -> new Column(name, "timestamp", 0, 29, 6, true);
            case TIMESTAMPTZ -> new Column(name, "timestamptz", 0, 35, 6, true);
            case SUPER -> new Column(name, "super", 0, 0, 0, true);
        };
    }

    /** DuckDB names an unnamed expression by its text, Redshift by {@code ?column?}. */
    private static String label(String label, Set<String> names) {
        boolean plain = label.chars().allMatch(c -> c == '_' || c == '$' || c == '#' || Character.isLetterOrDigit(c))
                && !label.isEmpty()
                && !Character.isDigit(label.charAt(0));
        return plain || names.contains(label) ? label : "?column?";
    }

    @Override
    public boolean hasResultSet() {
        return true;
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public long updateCount() {
        return -1;
    }

    @Override
    public @Nullable List<@Nullable Object> next() {
        try {
            if (exhausted || !rows.next()) {
                exhausted = true;
                return null;
            }
            var row = new ArrayList<@Nullable Object>(types.size());
            for (int i = 0; i < types.size(); i++) {
                row.add(value(i));
            }
            return row;
        } catch (SQLException e) {
            throw onFailure.apply(Failures.of(e));
        }
    }

    private @Nullable Object value(int i) throws SQLException {
        var value = rows.getObject(i + 1);
        if (value == null) {
            return null;
        }
        return switch (types.get(i)) {
            case SMALLINT, INTEGER, BIGINT -> integer(value);
            case REAL -> Double.valueOf(value.toString());
            case DOUBLE -> ((Number) value).doubleValue();
            case DECIMAL -> value instanceof java.math.BigDecimal decimal ? decimal.toPlainString() : value.toString();
            case BOOLEAN -> value;
            case CHAR, VARCHAR, SUPER -> rows.getString(i + 1);
            case DATE -> value instanceof LocalDate ? value.toString() : rows.getString(i + 1);
            case TIME -> value instanceof LocalTime time ? TIME.format(time) : value.toString();
            case TIMESTAMP -> TIMESTAMP.format(rows.getObject(i + 1, LocalDateTime.class));
            case TIMESTAMPTZ ->
                TIMESTAMP.format(rows.getObject(i + 1, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC))
                        + "+00";
        };
    }

    private Object integer(Object value) {
        if (value instanceof BigInteger big) {
            if (big.bitLength() > 63) {
                throw onFailure.apply(new SqlFailure("Numeric data overflow (sum of integers)"));
            }
            return big.longValue();
        }
        return ((Number) value).longValue();
    }

    /** DuckDB ends a query's transaction with its last row or its failure, and not when it is closed. */
    private void abandon() throws SQLException {
        statement.cancel();
        try {
            while (rows.next()) {
                continue;
            }
        } catch (SQLException e) {
            log.debug("A query was closed before its end: {}", Failures.firstLine(e));
        }
    }

    @Override
    public void close() {
        try {
            if (ownTransaction && !exhausted) {
                abandon();
            }
            rows.close();
            statement.close();
        } catch (SQLException e) {
            throw Failures.of(e);
        } finally {
            onClose.run();
        }
    }
}
