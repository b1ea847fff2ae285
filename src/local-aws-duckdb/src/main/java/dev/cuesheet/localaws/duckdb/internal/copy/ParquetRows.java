package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyCommand.Conversion;
import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;

/**
 * Reads Parquet files with a DuckDB of its own, in memory: the warehouse's one may not touch files, because its users
 * write its SQL. Columns are taken by position.
 */
public final class ParquetRows implements AutoCloseable {
    /** Takes the row that now lies in the cells. */
    @FunctionalInterface
    interface RowSink {
        void accept() throws SQLException;
    }

    private final Connection connection;
    private final Path folder;

    private ParquetRows(Connection connection, Path folder) {
        this.connection = connection;
        this.folder = folder;
    }

    /** @param folder where a link to the file being read may be put */
    public static ParquetRows open(Properties settings, Path folder) {
        try {
            var connection = DriverManager.getConnection("jdbc:duckdb:", settings);
            try (var statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            return new ParquetRows(connection, folder);
        } catch (SQLException e) {
            throw new SqlFailure("the reader for Parquet cannot be opened: " + e.getMessage(), e);
        }
    }

    void read(
            Path file,
            String uri,
            List<TableColumn> columns,
            Conversion conversion,
            RowConverter converter,
            Cells cells,
            RowSink sink)
            throws IOException, SQLException {
        // DuckDB takes *, ? and [ in a path for patterns; object keys may hold them, this name does not.
        var link = Files.createSymbolicLink(
                folder.resolve("copy-" + UUID.randomUUID() + ".parquet"), file.toAbsolutePath());
        try (var statement = connection.prepareStatement(
                        "SELECT * FROM read_parquet(" + Sql.literal(link.toString()) + ")");
                var rows = statement.executeQuery()) {
            var types = checkShape(rows, uri, columns, conversion);
            while (rows.next()) {
                cells.clear();
                for (int i = 0; i < columns.size(); i++) {
                    if (i < types.length) {
                        cell(rows, i, columns.get(i), types[i], converter, cells);
                    } else {
                        cells.setNull(i);
                    }
                    if (cells.isNull(i) && columns.get(i).notNull()) {
                        throw new SqlFailure(
                                "Spectrum Scan Error: column " + columns.get(i).name() + " of " + uri
                                        + " holds a NULL value, but the table's column is NOT NULL");
                    }
                }
                sink.accept();
            }
        } catch (BadField e) {
            throw new SqlFailure("Spectrum Scan Error: " + uri + ": " + e.reason() + " (code " + e.code() + ")", e);
        } catch (SQLException e) {
            throw new SqlFailure("Spectrum Scan Error: " + uri + " cannot be read as Parquet: " + firstLine(e), e);
        } finally {
            Files.deleteIfExists(link);
        }
    }

    private static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .replaceAll("copy-[0-9a-f-]+\\.parquet", "the file");
    }

    private static String[] checkShape(ResultSet rows, String uri, List<TableColumn> columns, Conversion conversion)
            throws SQLException {
        var meta = rows.getMetaData();
        int count = meta.getColumnCount();
        if (count > columns.size() || count < columns.size() && !conversion.fillRecord()) {
            throw new SqlFailure(
                    "Spectrum Scan Error: Unmatched number of columns between table and file. Table columns: "
                            + columns.size() + ", Data columns: " + count + ", File name: " + uri);
        }
        var types = new String[count];
        for (int i = 0; i < count; i++) {
            types[i] = meta.getColumnTypeName(i + 1);
            if (!isCompatible(types[i], columns.get(i).type().base())) {
                throw new SqlFailure(
                        "Spectrum Scan Error: File '" + uri + "' has an incompatible Parquet schema for column '"
                                + columns.get(i).name() + "'. Column type: "
                                + columns.get(i).type().display() + ", Parquet type: "
                                + types[i]);
            }
        }
        return types;
    }

    private static boolean isCompatible(String parquet, Base base) {
        return switch (base) {
            case SMALLINT, INTEGER, BIGINT ->
                Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT").contains(parquet);
            case DECIMAL ->
                parquet.startsWith("DECIMAL")
                        || Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT").contains(parquet);
            case REAL, DOUBLE -> parquet.equals("FLOAT") || parquet.equals("DOUBLE");
            case BOOLEAN -> parquet.equals("BOOLEAN");
            case CHAR, VARCHAR -> parquet.equals("VARCHAR") || parquet.equals("BLOB");
            case DATE -> parquet.equals("DATE");
            case TIME -> parquet.equals("TIME");
            case TIMESTAMP, TIMESTAMPTZ -> parquet.startsWith("TIMESTAMP");
            case SUPER -> parquet.equals("VARCHAR") || parquet.equals("JSON");
        };
    }

    private static void cell(
            ResultSet rows, int i, TableColumn column, String type, RowConverter converter, Cells cells)
            throws SQLException, BadField {
        switch (column.type().base()) {
            case SMALLINT -> integer(rows, i, cells, Short.MIN_VALUE, Short.MAX_VALUE, column);
            case INTEGER -> integer(rows, i, cells, Integer.MIN_VALUE, Integer.MAX_VALUE, column);
            case BIGINT -> cells.set(i, rows.getLong(i + 1));
            case DECIMAL -> {
                var value = rows.getBigDecimal(i + 1);
                if (value != null) {
                    ((DecimalLoader) converter.loader(i)).set(value, cells, i);
                }
            }
            case REAL, DOUBLE -> cells.set(i, (Object) rows.getDouble(i + 1));
            case BOOLEAN -> cells.set(i, rows.getBoolean(i + 1) ? 1 : 0);
            case CHAR, VARCHAR, SUPER -> text(rows, i, converter, cells);
            case DATE -> {
                var value = rows.getObject(i + 1, LocalDate.class);
                if (value != null) {
                    cells.set(i, value.toEpochDay());
                }
            }
            case TIME -> {
                var value = rows.getObject(i + 1, java.time.LocalTime.class);
                if (value != null) {
                    cells.set(i, value.toNanoOfDay() / 1_000);
                }
            }
            case TIMESTAMP, TIMESTAMPTZ -> timestamp(rows, i, type, cells);
        }
        if (rows.wasNull()) {
            cells.setNull(i);
        }
    }

    private static void integer(ResultSet rows, int i, Cells cells, long least, long most, TableColumn column)
            throws SQLException, BadField {
        long value = rows.getLong(i + 1);
        if (value < least || value > most) {
            throw new BadField(1222, 0, "Overflow, Value '" + value + "', Column " + column.name());
        }
        cells.set(i, value);
    }

    private static void text(ResultSet rows, int i, RowConverter converter, Cells cells) throws SQLException, BadField {
        var value = rows.getString(i + 1);
        if (value != null) {
            var bytes = value.getBytes(StandardCharsets.UTF_8);
            converter.loader(i).read(bytes, 0, bytes.length, cells, i);
        }
    }

    private static void timestamp(ResultSet rows, int i, String type, Cells cells) throws SQLException {
        var value = type.endsWith("TIME ZONE")
                ? utc(rows.getObject(i + 1, OffsetDateTime.class))
                : rows.getObject(i + 1, LocalDateTime.class);
        if (value != null) {
            cells.set(i, ChronoUnit.MICROS.between(LocalDateTime.of(1970, 1, 1, 0, 0), value));
        }
    }

    private static @org.jspecify.annotations.Nullable LocalDateTime utc(
            @org.jspecify.annotations.Nullable OffsetDateTime time) {
        return time == null ? null : time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new SqlFailure("the reader for Parquet did not close: " + e.getMessage(), e);
        }
    }
}
