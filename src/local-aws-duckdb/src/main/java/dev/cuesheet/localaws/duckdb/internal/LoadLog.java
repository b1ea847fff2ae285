package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.copy.LoadRecord;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.duckdb.DuckDBConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what COPY found, on a connection of its own: the rows stay when the load's transaction is rolled back. Safe to
 * share between threads.
 */
final class LoadLog implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LoadLog.class);
    private static final int RAW_LIMIT = 1_024;

    private final DuckDBConnection connection;
    private final Clock clock;
    private long lastQuery;

    private LoadLog(DuckDBConnection connection, Clock clock, long lastQuery) {
        this.connection = connection;
        this.clock = clock;
        this.lastQuery = lastQuery;
    }

    static LoadLog over(DuckDBConnection connection, Clock clock) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT coalesce(max(query), 100) FROM rs_internal.loads")) {
            long last = 0;
            // A result that is not read to its end keeps its transaction open.
            while (rows.next()) {
                last = rows.getLong(1);
            }
            return new LoadLog(connection, clock, last);
        }
    }

    /** A query id that no load had before. */
    synchronized long nextQuery() {
        return ++lastQuery;
    }

    Instant now() {
        return clock.instant();
    }

    synchronized void add(LoadRecord load) {
        try {
            connection.setAutoCommit(false);
            addLoad(load);
            addFiles(load);
            addErrors(load);
            connection.commit();
        } catch (SQLException e) {
            rollback();
            throw Failures.of(e);
        }
    }

    private void rollback() {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.warn("The log of loads could not be rolled back: {}", Failures.firstLine(e));
        }
    }

    private void addLoad(LoadRecord load) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO rs_internal.loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            bind(
                    insert,
                    load.query(),
                    load.session(),
                    load.user(),
                    load.succeeded() ? "completed" : "aborted",
                    load.table(),
                    utc(load.started()),
                    utc(load.ended()),
                    load.source(),
                    load.format(),
                    load.rows(),
                    load.files().stream().mapToLong(file -> file.bytes()).sum(),
                    (long) load.files().size(),
                    (long) load.errors().size(),
                    load.errorMessage());
            insert.execute();
        }
    }

    private void addFiles(LoadRecord load) throws SQLException {
        try (var insert = connection.prepareStatement("INSERT INTO rs_internal.load_files VALUES (?, ?, ?, ?, ?)")) {
            for (var file : load.files()) {
                bind(insert, load.query(), file.uri(), file.lines(), file.bytes(), utc(load.ended()));
                insert.execute();
            }
        }
    }

    private void addErrors(LoadRecord load) throws SQLException {
        try (var insert = connection.prepareStatement(
                "INSERT INTO rs_internal.load_errors VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var error : load.errors()) {
                bind(
                        insert,
                        load.query(),
                        utc(load.started()),
                        load.session(),
                        load.user(),
                        load.tableId(),
                        error.file(),
                        error.line(),
                        error.column(),
                        error.type(),
                        error.length(),
                        error.position(),
                        cut(error.rawLine()),
                        cut(error.rawField()),
                        error.code(),
                        error.reason());
                insert.execute();
            }
        }
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static String cut(String text) {
        return text.length() <= RAW_LIMIT ? text : text.substring(0, RAW_LIMIT);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            log.warn("The log of loads did not close cleanly: {}", Failures.firstLine(e));
        }
    }
}
