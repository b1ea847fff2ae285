package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Loads Parquet files with DuckDB's own reader, by position.
 *
 * <p>The warehouse's DuckDB may read one folder only, because its users write its SQL. For the time of its load a file
 * gets a second name there, by a hard link, which costs nothing and has no characters that DuckDB takes for a pattern.
 */
public final class ParquetImport {
    private static final Set<String> INTEGERS = Set.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT");

    private final Connection connection;
    private final ToLongFunction<String> insert;
    private final Path folder;
    private final String table;
    private final List<TableColumn> columns;
    private final boolean fillRecord;

    /**
     * @param insert runs a statement and tells how many rows it inserted
     * @param folder the folder that DuckDB may read
     * @param table the table's quoted name
     */
    public ParquetImport(
            Connection connection,
            ToLongFunction<String> insert,
            Path folder,
            String table,
            List<TableColumn> columns,
            boolean fillRecord) {
        this.connection = connection;
        this.insert = insert;
        this.folder = folder;
        this.table = table;
        this.columns = List.copyOf(columns);
        this.fillRecord = fillRecord;
    }

    /** Loads the file and answers its number of rows. */
    long load(Path file, String uri) throws IOException {
        var link = folder.resolve(UUID.randomUUID() + ".parquet");
        link(link, file);
        try {
            var source = "read_parquet(" + Sql.literal(link.toString()) + ")";
            var types = types(source, uri);
            checkShape(types, uri);
            return insert.applyAsLong(statement(source, types));
        } catch (SqlFailure e) {
            if (e.isCancelled() || String.valueOf(e.getMessage()).startsWith("Spectrum")) {
                throw e;
            }
            throw new SqlFailure("Spectrum Scan Error: " + uri + ": " + e.getMessage(), e);
        } finally {
            Files.deleteIfExists(link);
        }
    }

    private static void link(Path link, Path file) throws IOException {
        try {
            Files.createLink(link, file);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(file, link);
        }
    }

    private List<String> types(String source, String uri) {
        try (var statement = connection.prepareStatement("SELECT * FROM " + source)) {
            var meta = statement.getMetaData();
            var types = new ArrayList<String>();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                types.add(meta.getColumnTypeName(i));
            }
            return types;
        } catch (SQLException e) {
            throw new SqlFailure("Spectrum Scan Error: File '" + uri + "' cannot be read as Parquet", e);
        }
    }

    private void checkShape(List<String> types, String uri) {
        if (types.size() > columns.size() || types.size() < columns.size() && !fillRecord) {
            throw new SqlFailure(
                    "Spectrum Scan Error: Unmatched number of columns between table and file. Table columns: "
                            + columns.size() + ", Data columns: " + types.size() + ", File name: " + uri);
        }
        for (int i = 0; i < types.size(); i++) {
            if (!isCompatible(types.get(i), columns.get(i).type().base())) {
                throw new SqlFailure(
                        "Spectrum Scan Error: File '" + uri + "' has an incompatible Parquet schema for column '"
                                + columns.get(i).name() + "'. Column type: "
                                + columns.get(i).type().display() + ", Parquet type: "
                                + types.get(i));
            }
        }
    }

    private static boolean isCompatible(String parquet, Base base) {
        return switch (base) {
            case SMALLINT, INTEGER, BIGINT -> INTEGERS.contains(parquet);
            case DECIMAL -> parquet.startsWith("DECIMAL") || INTEGERS.contains(parquet);
            case REAL, DOUBLE -> parquet.equals("FLOAT") || parquet.equals("DOUBLE");
            case BOOLEAN -> parquet.equals("BOOLEAN");
            case CHAR, VARCHAR -> parquet.equals("VARCHAR");
            case DATE -> parquet.equals("DATE");
            case TIME -> parquet.equals("TIME");
            case TIMESTAMP, TIMESTAMPTZ -> parquet.startsWith("TIMESTAMP");
            case SUPER -> parquet.equals("VARCHAR") || parquet.equals("JSON");
        };
    }

    private String statement(String source, List<String> types) {
        var targets = new ArrayList<String>();
        var values = new ArrayList<String>();
        var names = new ArrayList<String>();
        for (int i = 0; i < types.size(); i++) {
            targets.add(Sql.quoted(columns.get(i).name()));
            values.add(value(columns.get(i), types.get(i), "c" + i));
            names.add("c" + i);
        }
        for (int i = types.size(); i < columns.size(); i++) {
            targets.add(Sql.quoted(columns.get(i).name()));
            values.add("NULL");
        }
        return "INSERT INTO " + table + " (" + String.join(", ", targets) + ") SELECT " + String.join(", ", values)
                + " FROM " + source + " AS f(" + String.join(", ", names) + ")";
    }

    private static String value(TableColumn column, String type, String name) {
        return switch (column.type().base()) {
            case CHAR ->
                "CASE WHEN strlen(" + name + ") <> length(" + name
                        + ") THEN error('Multibyte character not supported for CHAR (Hint: try using VARCHAR)') ELSE rtrim("
                        + name
                        + ", ' ') END";
            case TIMESTAMP ->
                type.endsWith("TIME ZONE") ? name + " AT TIME ZONE 'UTC'" : "CAST(" + name + " AS TIMESTAMP)";
            case VARCHAR, BOOLEAN, DATE, TIME -> name;
            case SMALLINT, INTEGER, BIGINT, DECIMAL, REAL, DOUBLE, TIMESTAMPTZ, SUPER ->
                "CAST(" + name + " AS " + column.type().duckDb() + ")";
        };
    }
}
