package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file, open on one connection that threads take turns with.
 *
 * <p>The journal is a write-ahead log, synchronised at checkpoints: a commit is in the operating system's hands when it
 * returns, so the death of the process loses nothing. Only a power cut may take the last commits back, and leaves the
 * state as it was before them.
 */
public final class Database implements AutoCloseable {
    private static final int WAIT_FOR_OTHERS_MILLIS = 30_000;

    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private boolean closed;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Database database) throws SQLException;
    }

    /** Opens the file, and makes it when it is not there. */
    public static Database open(Path file) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            var config = new SQLiteConfig();
            config.setJournalMode(JournalMode.WAL);
            config.setSynchronous(SynchronousMode.NORMAL);
            config.setBusyTimeout(WAIT_FOR_OTHERS_MILLIS);
            config.enforceForeignKeys(true);
            return new Database(file, config.createConnection("jdbc:sqlite:" + file));
        } catch (IOException | SQLException e) {
            throw failure(file, "opened", e);
        }
    }

    /** Reads; what it reads belongs together. */
    public synchronized <T> T read(Work<T> work) {
        refuseIfClosed();
        try {
            return work.on(this);
        } catch (SQLException e) {
            throw failure(file, "read", e);
        }
    }

    /** Reads and writes as one step that no other process can come between; undone when it throws. */
    public synchronized <T> T write(Work<T> work) {
        refuseIfClosed();
        try {
            execute("begin immediate");
            boolean done = false;
            try {
                var result = work.on(this);
                execute("commit");
                done = true;
                return result;
            } finally {
                if (!done) {
                    rollBack();
                }
            }
        } catch (SQLException e) {
            throw failure(file, "written", e);
        }
    }

    /** The statement for this text, made once. Only within {@link #read} and {@link #write}. */
    PreparedStatement statement(String sql) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        statement.clearParameters();
        return statement;
    }

    /** Executes statements without parameters. */
    void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The one number that the query yields. */
    int number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.getInt(1);
        }
    }

    Path file() {
        return file;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            for (var statement : statements.values()) {
                statement.close();
            }
            connection.close();
        } catch (SQLException e) {
            throw failure(file, "closed", e);
        }
    }

    private void rollBack() throws SQLException {
        if (!connection.isClosed()) {
            try {
                execute("rollback");
            } catch (SQLException e) {
                if (!String.valueOf(e.getMessage()).contains("no transaction is active")) {
                    throw e;
                }
            }
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new StateStoreException("the state in %s is closed".formatted(file));
        }
    }

    private static StateStoreException failure(Path file, String what, Exception cause) {
        return new StateStoreException(
                "the state in %s could not be %s: %s".formatted(file, what, reason(cause)), cause);
    }

    private static String reason(Exception cause) {
        if (!(cause instanceof SQLiteException sqlite)) {
            return String.valueOf(cause.getMessage());
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        if (code == SQLiteErrorCode.SQLITE_FULL) {
            return "the disk is full; free some space and resume the run";
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB) {
            return "the file is not a SQLite database; move it away or choose another place";
        }
        if (code.name().startsWith("SQLITE_BUSY")) {
            return "another process has kept it busy for %d s".formatted(WAIT_FOR_OTHERS_MILLIS / 1_000);
        }
        if (code.name().startsWith("SQLITE_READONLY") || code.name().startsWith("SQLITE_CANTOPEN")) {
            return sqlite.getMessage() + "; this process must be able to write the file and its folder";
        }
        return String.valueOf(sqlite.getMessage());
    }
}
