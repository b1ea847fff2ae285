package dev.cuesheet.localaws.duckdb.internal;

import static java.util.stream.Collectors.joining;

import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open DuckDB file. Any number of sessions may read; the one that holds {@link #writer} may write, because DuckDB
 * answers concurrent writers with conflicts where Redshift lets them wait. Safe to share between threads.
 */
final class DuckDbDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DuckDbDatabase.class);
    private static final int ROW_GROUP_SIZE = 15 * 2_048; // rows; DuckDB asks for a multiple of its vectors

    private final String name;
    private final DuckDBConnection root;
    private final LoadLog loadLog;
    private final Path importFolder;
    private final Set<String> closedFunctions;
    private final Semaphore writer = new Semaphore(1, true);
    private final Set<Connection> sessions = ConcurrentHashMap.newKeySet();

    private DuckDbDatabase(
            String name, DuckDBConnection root, LoadLog loadLog, Path importFolder, Set<String> closedFunctions) {
        this.name = name;
        this.root = root;
        this.loadLog = loadLog;
        this.importFolder = importFolder;
        this.closedFunctions = Set.copyOf(closedFunctions);
    }

    static DuckDbDatabase open(Path file, String name, DuckDbSettings settings, Clock clock) {
        var spill = file.resolveSibling(name + ".tmp");
        var importFolder = file.resolveSibling(name + ".import").toAbsolutePath();
        try {
            var root = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings.forWarehouse(spill));
            try {
                attach(root, file, name);
                prepareImport(importFolder);
                lockSettings(root, importFolder);
                SystemCatalog.prepare(root, name);
                var loadLog = LoadLog.over(session(root, name), clock);
                return new DuckDbDatabase(name, root, loadLog, importFolder, closedFunctions(root));
            } catch (SQLException e) {
                root.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqlFailure(
                    "database \"" + name + "\" cannot be opened from " + file + ": " + Failures.firstLine(e), e);
        }
    }

    /**
     * Takes the file as a database attached to an empty one in memory, for two reasons. Only so can the size of its row
     * groups be chosen, each of which a load holds in memory whole. And DuckDB cannot replay some entries of a killed
     * process's log while it opens a file as the main database, but can when it attaches it (duckdb/duckdb#22124).
     */
    private static void attach(Connection root, Path file, String name) throws SQLException {
        try (var statement = root.createStatement()) {
            statement.execute("ATTACH " + Sql.literal(file.toString()) + " AS " + Sql.quoted(name) + " (ROW_GROUP_SIZE "
                    + ROW_GROUP_SIZE + ")");
            statement.execute("USE " + Sql.quoted(name));
        }
    }

    private static DuckDBConnection session(DuckDBConnection root, String name) throws SQLException {
        var connection = root.duplicate();
        try (var statement = connection.createStatement()) {
            statement.execute("USE " + Sql.quoted(name));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** What a killed process left there is of no use any more. */
    private static void prepareImport(Path folder) {
        try {
            Files.createDirectories(folder);
            try (var left = Files.newDirectoryStream(folder)) {
                for (var file : left) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new SqlFailure("the folder " + folder + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** From here on no file, network or extension is within SQL's reach but the one folder, and no statement changes that. */
    private static void lockSettings(Connection root, Path importFolder) throws SQLException {
        try (var statement = root.createStatement()) {
            statement.execute("SET GLOBAL TimeZone = 'UTC'");
            statement.execute("SET GLOBAL allowed_directories = [" + Sql.literal(importFolder + "/") + "]");
            statement.execute("SET GLOBAL enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    /**
     * DuckDB's table functions, by which files and DuckDB's own insides could be read. Redshift has none of them.
     */
    private static Set<String> closedFunctions(Connection root) throws SQLException {
        var names = new HashSet<>(Set.of("current_setting", "getvariable"));
        try (var statement = root.createStatement();
                var rows = statement.executeQuery("SELECT function_name FROM duckdb_functions() GROUP BY function_name"
                        + " HAVING bool_and(function_type IN ('table', 'table_macro', 'pragma'))")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        names.removeAll(Set.of("generate_series", "range", "unnest"));
        return names;
    }

    String name() {
        return name;
    }

    Semaphore writer() {
        return writer;
    }

    /** The one folder that this database's SQL can read. */
    Path importFolder() {
        return importFolder;
    }

    /** Functions that users' statements may not call. */
    Set<String> closedFunctions() {
        return closedFunctions;
    }

    LoadLog loadLog() {
        return loadLog;
    }

    DuckDBConnection connect() {
        try {
            var connection = session(root, name);
            sessions.add(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("SET search_path = " + Sql.literal(searchPath(List.of("public"))));
            }
            return connection;
        } catch (SQLException e) {
            throw new SqlFailure("no session with database \"" + name + "\": " + Failures.firstLine(e), e);
        }
    }

    /** The search path of a session that looks for its tables in the schemas. */
    String searchPath(List<String> schemas) {
        return Stream.concat(schemas.stream(), Stream.of(SystemCatalog.SCHEMA))
                .map(schema -> Sql.quoted(name) + "." + Sql.quoted(schema))
                .collect(joining(","));
    }

    void disconnect(DuckDBConnection connection) {
        sessions.remove(connection);
        closeQuietly(connection);
    }

    boolean hasSessions() {
        return !sessions.isEmpty();
    }

    @Override
    public void close() {
        sessions.forEach(DuckDbDatabase::closeQuietly);
        loadLog.close();
        closeQuietly(root);
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("A DuckDB connection did not close cleanly: {}", Failures.firstLine(e));
        }
    }
}
