package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;

/** Redshift's system tables and views, kept in a schema of the database that every session's search path ends with. */
final class SystemCatalog {
    static final String SCHEMA = "rs_catalog";

    /** Holds what the views read; no user's statement may name it. */
    static final String HIDDEN_SCHEMA = "rs_internal";

    /** Raised whenever system-catalog.sql changes, so that databases made before get the new views. */
    private static final String VERSION = "1";

    private SystemCatalog() {}

    static void prepare(Connection connection, String database) throws SQLException {
        if (VERSION.equals(version(connection))) {
            return;
        }
        try (var statement = connection.createStatement()) {
            statement.execute("BEGIN");
            statement.execute("CREATE SCHEMA IF NOT EXISTS public");
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + HIDDEN_SCHEMA);
            statement.execute("USE " + Sql.quoted(database) + "." + SCHEMA);
            statement.execute(script());
            statement.execute("COMMENT ON VIEW " + SCHEMA + ".svv_tables IS '" + VERSION + "'");
            statement.execute("COMMIT");
        }
    }

    private static String version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT comment FROM duckdb_views() WHERE view_name = 'svv_tables' AND schema_name = '" + SCHEMA
                                + "' AND database_name = current_database()")) {
            var version = "";
            // A result that is not read to its end keeps its transaction open.
            while (rows.next()) {
                version = String.valueOf(rows.getString(1));
            }
            return version;
        }
    }

    private static String script() {
        try (var in = SystemCatalog.class.getResourceAsStream("system-catalog.sql")) {
            if (in == null) {
                throw new IllegalStateException("system-catalog.sql is missing from the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read system-catalog.sql", e);
        }
    }
}
