package dev.cuesheet.localaws.duckdb.internal;

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
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open DuckDB file. Any number of sessions may read; the one that holds {@link #writer} may write, because DuckDB
 * answers concurrent writers with conflicts where Redshift lets them wait. Safe to share between threads.
 */
final class DuckDbDatabase implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DuckDbDatabase.class);

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
            replayLog(file, name, settings.forWarehouse(spill));
            var root =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, settings.forWarehouse(spill));
            try {
                prepareImport(importFolder);
                lockSettings(root, importFolder);
                SystemCatalog.prepare(root);
                return new DuckDbDatabase(
                        name, root, LoadLog.over(root.duplicate(), clock), importFolder, closedFunctions(root));
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
     * Takes in what a killed process had committed to the log but not yet to the file. DuckDB cannot replay some entries
     * while it opens the file as its main database (duckdb/duckdb#22124), but can when it attaches the file to another.
     */
    private static void replayLog(Path file, String name, Properties settings) throws SQLException {
        if (!Files.exists(file.resolveSibling(file.getFileName() + ".wal"))) {
            return;
        }
        var database = Sql.quoted(name);
        try (var recovery = DriverManager.getConnection("jdbc:duckdb:", settings);
                var statement = recovery.createStatement()) {
            statement.execute("ATTACH " + Sql.literal(file.toString()) + " AS " + database);
            statement.execute("CHECKPOINT " + database);
            statement.execute("DETACH " + database);
        }
        log.info("Took in the log that an interrupted process left beside {}", file);
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
            var connection = root.duplicate();
            sessions.add(connection);
            try (var statement = connection.createStatement()) {
                statement.execute("SET search_path = 'public," + SystemCatalog.SCHEMA + "'");
            }
            return connection;
        } catch (SQLException e) {
            throw new SqlFailure("no session with database \"" + name + "\": " + Failures.firstLine(e), e);
        }
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
