package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.ColumnDefinition;
import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.duckdb.internal.sql.TableDefinition;
import dev.cuesheet.localaws.duckdb.internal.sql.TableName;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What Redshift knows of a table and DuckDB does not: lengths, keys, encodings. It is kept as JSON in DuckDB's comments
 * on the table and its columns, so that it is part of the same transaction and goes with every rename and drop.
 */
final class TableCatalog {
    /** A table as the catalog has it now. */
    record Table(String schema, String name, long id, boolean temporary, List<TableColumn> columns) {
        Table {
            columns = List.copyOf(columns);
        }

        /** The name in full, so that no search path can lead elsewhere. */
        String quoted() {
            return (temporary ? "temp." : "") + Sql.quoted(schema) + "." + Sql.quoted(name);
        }
    }

    private static final JsonMapper JSON = JsonMapper.shared();

    private final DuckDBConnection connection;
    private final String database;

    TableCatalog(DuckDBConnection connection, String database) {
        this.connection = connection;
        this.database = database;
    }

    /** The table under the name; a name without schema means a temporary table first, then the search path. */
    Table get(TableName name, String searchSchema) {
        return find(name, searchSchema).orElseThrow(() -> new SqlFailure("relation \"" + name + "\" does not exist"));
    }

    Optional<Table> find(TableName name, String searchSchema) {
        if (!name.isQualified()) {
            var temporary = find("temp", "main", name.table());
            if (temporary.isPresent()) {
                return temporary;
            }
        }
        return find(database, name.isQualified() ? name.schema() : searchSchema, name.table());
    }

    private Optional<Table> find(String catalog, String schema, String table) {
        var sql = """
                SELECT c.column_name, c.data_type, c.is_nullable, c.column_default, c.comment, c.table_oid
                FROM duckdb_columns() c JOIN duckdb_tables() t USING (database_name, schema_name, table_name)
                WHERE c.database_name = ? AND c.schema_name = ? AND c.table_name = ? ORDER BY c.column_index""";
        try (var query = connection.prepareStatement(sql)) {
            query.setString(1, catalog);
            query.setString(2, schema);
            query.setString(3, table);
            var columns = new ArrayList<TableColumn>();
            long id = 0;
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    columns.add(column(
                            rows.getString(1),
                            rows.getString(2),
                            rows.getBoolean(3),
                            rows.getString(4),
                            rows.getString(5)));
                    id = rows.getLong(6);
                }
            }
            return columns.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Table(schema, table, id, catalog.equals("temp"), columns));
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static TableColumn column(
            String name,
            String dataType,
            boolean nullable,
            @org.jspecify.annotations.Nullable String defaultSql,
            @org.jspecify.annotations.Nullable String comment) {
        var notes = notes(comment);
        var type =
                notes.has("type") ? RedshiftType.fromDisplay(notes.get("type").asString()) : typeOf(dataType);
        boolean hasDefault = defaultSql != null && !defaultSql.equalsIgnoreCase("NULL");
        return new TableColumn(name, type, !nullable, hasDefault, notes.has("identity"));
    }

    private static JsonNode notes(@org.jspecify.annotations.Nullable String comment) {
        return comment == null || !comment.startsWith("{") ? JSON.createObjectNode() : JSON.readTree(comment);
    }

    /** The type of a column that no CREATE TABLE of ours declared, as those of a table made from a query. */
    static RedshiftType typeOf(String duckDbType) {
        return switch (duckDbType) {
            case "TINYINT", "SMALLINT", "UTINYINT" -> RedshiftType.of(RedshiftType.Base.SMALLINT);
            case "INTEGER", "USMALLINT" -> RedshiftType.of(RedshiftType.Base.INTEGER);
            case "BIGINT", "UINTEGER" -> RedshiftType.of(RedshiftType.Base.BIGINT);
            case "HUGEINT", "UBIGINT", "UHUGEINT" -> new RedshiftType(RedshiftType.Base.DECIMAL, 38, 0);
            case "FLOAT" -> RedshiftType.of(RedshiftType.Base.REAL);
            case "DOUBLE" -> RedshiftType.of(RedshiftType.Base.DOUBLE);
            case "BOOLEAN" -> RedshiftType.of(RedshiftType.Base.BOOLEAN);
            case "DATE" -> RedshiftType.of(RedshiftType.Base.DATE);
            case "TIME" -> RedshiftType.of(RedshiftType.Base.TIME);
            case "TIMESTAMP" -> RedshiftType.of(RedshiftType.Base.TIMESTAMP);
            case "TIMESTAMP WITH TIME ZONE" -> RedshiftType.of(RedshiftType.Base.TIMESTAMPTZ);
            case "JSON" -> RedshiftType.of(RedshiftType.Base.SUPER);
            default ->
                duckDbType.startsWith("DECIMAL(")
                        ? RedshiftType.fromDisplay(duckDbType)
                        : new RedshiftType(RedshiftType.Base.VARCHAR, 65_535, 0);
        };
    }

    /** The statements that make the table, in order. */
    static List<String> create(TableDefinition table, String schema) {
        var statements = new ArrayList<String>();
        var name = table.temporary()
                ? Sql.quoted(table.name().table())
                : Sql.quoted(schema) + "." + Sql.quoted(table.name().table());
        var columns = new ArrayList<String>();
        for (var column : table.columns()) {
            var sequence = table.name().table() + "_" + column.name() + "_identity";
            column.identity()
                    .ifPresent(identity -> statements.add("CREATE OR REPLACE " + (table.temporary() ? "TEMP " : "")
                            + "SEQUENCE " + (table.temporary() ? "" : Sql.quoted(schema) + ".") + Sql.quoted(sequence)
                            + " START "
                            + identity.seed() + " INCREMENT " + identity.step()
                            + (identity.step() < 0
                                    ? " MINVALUE " + Long.MIN_VALUE + " MAXVALUE " + Math.max(identity.seed(), -1)
                                    : "")));
            columns.add(column.duckDb(
                    table.temporary() ? Sql.quoted(sequence) : Sql.quoted(schema) + "." + Sql.quoted(sequence)));
        }
        statements.add("CREATE " + (table.temporary() ? "TEMP " : "") + "TABLE " + name + " ("
                + String.join(", ", columns) + ")");
        statements.addAll(comments(table, name));
        return statements;
    }

    static List<String> comments(TableDefinition table, String quotedName) {
        var statements = new ArrayList<String>();
        statements.add(comment(
                "TABLE", quotedName, Map.of("distStyle", table.distStyle(), "constraints", table.constraints())));
        for (var column : table.columns()) {
            statements.add(comment("COLUMN", quotedName + "." + Sql.quoted(column.name()), notes(column)));
        }
        return statements;
    }

    static Map<String, Object> notes(ColumnDefinition column) {
        var notes = new LinkedHashMap<String, Object>();
        notes.put("type", column.type().display());
        notes.put("encoding", column.encoding());
        notes.put("distKey", column.distKey());
        notes.put("sortKey", column.sortKey());
        column.identity().ifPresent(identity -> notes.put("identity", identity.seed() + "," + identity.step()));
        return notes;
    }

    static String comment(String kind, String target, Map<String, ?> notes) {
        return "COMMENT ON " + kind + " " + target + " IS " + Sql.literal(JSON.writeValueAsString(notes));
    }
}
