package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.ColumnDefinition;
import dev.cuesheet.localaws.duckdb.internal.sql.CreateTable;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.TableDefinition;
import dev.cuesheet.localaws.duckdb.internal.sql.TableName;
import dev.cuesheet.localaws.duckdb.internal.sql.Token;
import dev.cuesheet.localaws.duckdb.internal.sql.TokenCursor;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.duckdb.DuckDBConnection;

/** Turns Redshift's DDL into the statements that DuckDB runs for it. Belongs to one session. */
final class Ddl {
    private final DuckDBConnection connection;
    private final TableCatalog catalog;
    private final Function<List<Token>, String> queries;
    private final Function<List<Token>, String> stored;
    private final String schema;

    /**
     * @param queries translates a query that runs now
     * @param stored translates an expression or query that is kept
     * @param schema the first schema of the search path
     */
    Ddl(
            DuckDBConnection connection,
            TableCatalog catalog,
            Function<List<Token>, String> queries,
            Function<List<Token>, String> stored,
            String schema) {
        this.connection = connection;
        this.catalog = catalog;
        this.queries = queries;
        this.stored = stored;
        this.schema = schema;
    }

    List<String> createTable(List<Token> tokens) {
        var request = CreateTable.parse(tokens, stored);
        if (request instanceof CreateTable.Request.Columns columns) {
            return existsAlready(columns.definition())
                    ? List.of()
                    : TableCatalog.create(
                            columns.definition(), schemaOf(columns.definition().name()));
        } else if (request instanceof CreateTable.Request.AsQuery as) {
            return existsAlready(as.shape()) ? List.of() : createAs(as.shape(), as.names(), queries.apply(as.query()));
        } else if (request instanceof CreateTable.Request.Like like) {
            return existsAlready(like.shape()) ? List.of() : createLike(like);
        }
        throw new IllegalStateException("Unknown form of CREATE TABLE: " + request);
    }

    private boolean existsAlready(TableDefinition table) {
        return table.ifNotExists() && catalog.find(table.name(), schema).isPresent();
    }

    private String schemaOf(TableName name) {
        return name.isQualified() ? name.schema() : schema;
    }

    private String target(TableDefinition table) {
        return table.temporary()
                ? Sql.quoted(table.name().table())
                : Sql.quoted(schemaOf(table.name())) + "."
                        + Sql.quoted(table.name().table());
    }

    /** Sums of integers are HUGEINT in DuckDB; the table gets BIGINT columns, as in Redshift. */
    private List<String> createAs(TableDefinition shape, List<String> names, String query) {
        var columns = new ArrayList<String>();
        try (var prepared = connection.prepareStatement(query)) {
            ResultSetMetaData meta = prepared.getMetaData();
            if (!names.isEmpty() && names.size() != meta.getColumnCount()) {
                throw new SqlFailure("CREATE TABLE AS specifies " + names.size() + " column names for "
                        + meta.getColumnCount() + " columns");
            }
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                var column = "q.c" + i;
                var name = Sql.quoted(names.isEmpty() ? meta.getColumnLabel(i) : names.get(i - 1));
                boolean wide = meta.getColumnTypeName(i).equals("HUGEINT");
                columns.add((wide ? "CAST(" + column + " AS BIGINT)" : column) + " AS " + name);
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
        var aliases = new ArrayList<String>();
        for (int i = 1; i <= columns.size(); i++) {
            aliases.add("c" + i);
        }
        return List.of(
                "CREATE " + (shape.temporary() ? "TEMP " : "") + "TABLE " + target(shape) + " AS SELECT "
                        + String.join(", ", columns) + " FROM (" + query + ") q(" + String.join(", ", aliases) + ")",
                TableCatalog.comment("TABLE", target(shape), java.util.Map.of("distStyle", shape.distStyle())));
    }

    private List<String> createLike(CreateTable.Request.Like like) {
        if (like.withDefaults()) {
            throw new SqlFailure("LIKE ... INCLUDING DEFAULTS is not supported by this local warehouse");
        }
        var columns = catalog.get(like.source(), schema).columns().stream()
                .map(column -> new ColumnDefinition(
                        column.name(),
                        column.type(),
                        column.notNull(),
                        Optional.empty(),
                        Optional.empty(),
                        "none",
                        false,
                        0))
                .toList();
        var shape = like.shape();
        var table = new TableDefinition(
                shape.name(), shape.temporary(), shape.ifNotExists(), columns, shape.distStyle(), List.of());
        return TableCatalog.create(table, schemaOf(shape.name()));
    }

    /** {@code SELECT ... INTO [TEMP] name FROM ...} */
    List<String> selectInto(List<Token> tokens) {
        int into = 0;
        for (int depth = 0; depth > 0 || !tokens.get(into).isWord("into"); into++) {
            depth += tokens.get(into).isSymbol("(") ? 1 : tokens.get(into).isSymbol(")") ? -1 : 0;
        }
        var cursor = new TokenCursor(tokens.subList(into + 1, tokens.size()));
        boolean temporary = cursor.take("temp") || cursor.take("temporary");
        cursor.take("table");
        var name = cursor.tableName();
        var query = new ArrayList<>(tokens.subList(0, into));
        query.addAll(cursor.rest());
        var shape = new TableDefinition(
                name, temporary || name.table().startsWith("#"), false, List.of(), "AUTO", List.of());
        return createAs(shape, List.of(), queries.apply(query));
    }

    List<String> createView(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("create");
        boolean replace = cursor.take("or", "replace");
        cursor.expect("view");
        var name = cursor.tableName();
        var names = cursor.isSymbol("(") ? " (" + Sql.of(cursor.parenthesised()) + ")" : "";
        cursor.expect("as");
        var query = cursor.rest();
        int end = query.size();
        if (end > 4
                && query.get(end - 4).isWord("with")
                && query.get(end - 2).isWord("schema")
                && query.get(end - 1).isWord("binding")) {
            query = query.subList(0, end - 4);
        }
        var target = Sql.quoted(schemaOf(name)) + "." + Sql.quoted(name.table());
        return List.of(
                "CREATE " + (replace ? "OR REPLACE " : "") + "VIEW " + target + names + " AS " + stored.apply(query));
    }

    static List<String> createSchema(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("create", "schema");
        boolean ifNotExists = cursor.take("if", "not", "exists");
        var name = cursor.name();
        if (cursor.take("authorization")) {
            cursor.name();
        }
        cursor.expectEnd();
        return List.of("CREATE SCHEMA " + (ifNotExists ? "IF NOT EXISTS " : "") + Sql.quoted(name));
    }

    /** DuckDB drops one thing at a time. */
    static List<String> drop(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("drop");
        var kind = cursor.name().toUpperCase(java.util.Locale.ROOT);
        boolean ifExists = cursor.take("if", "exists");
        var names = new ArrayList<TableName>();
        do {
            names.add(cursor.tableName());
        } while (cursor.takeSymbol(","));
        boolean cascade = cursor.take("cascade");
        if (!cascade) {
            cursor.take("restrict");
        }
        cursor.expectEnd();
        return names.stream()
                .map(name ->
                        "DROP " + kind + (ifExists ? " IF EXISTS " : " ") + name.quoted() + (cascade ? " CASCADE" : ""))
                .toList();
    }

    List<String> alterTable(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("alter", "table");
        var name = cursor.tableName();
        var table = catalog.get(name, schema).quoted();
        if (cursor.take("rename", "to")) {
            var to = cursor.name();
            cursor.expectEnd();
            return List.of("ALTER TABLE " + table + " RENAME TO " + Sql.quoted(to));
        } else if (cursor.take("rename")) {
            cursor.take("column");
            var from = cursor.name();
            cursor.expect("to");
            var to = cursor.name();
            cursor.expectEnd();
            return List.of("ALTER TABLE " + table + " RENAME COLUMN " + Sql.quoted(from) + " TO " + Sql.quoted(to));
        } else if (cursor.take("drop")) {
            cursor.take("column");
            var column = cursor.name();
            cursor.take("cascade");
            cursor.take("restrict");
            cursor.expectEnd();
            return List.of("ALTER TABLE " + table + " DROP COLUMN " + Sql.quoted(column));
        } else if (cursor.take("add")) {
            cursor.take("column");
            return addColumn(cursor, table);
        }
        throw new SqlFailure(
                "this form of ALTER TABLE is not supported by this local warehouse; ADD COLUMN, DROP COLUMN"
                        + " and RENAME are");
    }

    private List<String> addColumn(TokenCursor cursor, String table) {
        var column = CreateTable.parseColumn(cursor, stored);
        cursor.expectEnd();
        if (column.notNull() && column.defaultSql().isEmpty()) {
            throw new SqlFailure("ALTER TABLE ADD COLUMN defined as NOT NULL must have a non-null default expression");
        }
        var statements = new ArrayList<String>();
        var name = Sql.quoted(column.name());
        statements.add("ALTER TABLE " + table + " ADD COLUMN " + name + " "
                + column.type().duckDb()
                + column.defaultSql().map(sql -> " DEFAULT " + sql).orElse(""));
        if (column.notNull()) {
            statements.add("ALTER TABLE " + table + " ALTER COLUMN " + name + " SET NOT NULL");
        }
        statements.add(TableCatalog.comment("COLUMN", table + "." + name, TableCatalog.notes(column)));
        return statements;
    }
}
