package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
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
    private final Semaphore writer = new Semaphore(1, true);
    private final Set<Connection> sessions = ConcurrentHashMap.newKeySet();

    private DuckDbDatabase(String name, DuckDBConnection root, LoadLog loadLog) {
        this.name = name;
        this.root = root;
        this.loadLog = loadLog;
    }

    static DuckDbDatabase open(Path file, String name, DuckDbSettings settings, Clock clock) {
        var spill = file.resolveSibling(name + ".tmp");
        try {
            var root =
                    (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:" + file, settings.forWarehouse(spill));
            try {
                lockSettings(root);
                SystemCatalog.prepare(root);
                return new DuckDbDatabase(name, root, LoadLog.over(root.duplicate(), clock));
            } catch (SQLException e) {
                root.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new SqlFailure(
                    "database \"" + name + "\" cannot be opened from " + file + ": " + Failures.firstLine(e), e);
        }
    }

    private static void lockSettings(Connection root) throws SQLException {
        try (var statement = root.createStatement()) {
            statement.execute("SET GLOBAL TimeZone = 'UTC'");
            statement.execute("SET lock_configuration = true");
        }
    }

    String name() {
        return name;
    }

    Semaphore writer() {
        return writer;
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
