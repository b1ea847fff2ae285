package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * One SQLite file, open on one connection that threads take turns with. Its header says that it is ours (application id)
 * and which version its tables have (user version).
 *
 * <p>The journal is a write-ahead log, synchronised at checkpoints: a commit is in the operating system's hands when it
 * returns, so the death of the process loses nothing. Only a power cut may take the last commits back, and leaves the
 * state as it was before them.
 */
public final class SqliteDatabase implements Database {
    /** "CUES" in ASCII. */
    private static final int APPLICATION_ID = 0x43554553;

    private static final int WAIT_FOR_OTHERS_MILLIS = 30_000;

    private final Path file;
    private final Connection connection;
    private final Session session;
    private boolean closed;

    private SqliteDatabase(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
        this.session = new Session(connection);
    }

    /** Opens the file, makes it when it is not there, and brings its tables to this version. */
    public static SqliteDatabase open(Path file) {
        var database = connect(file);
        try {
            if (Schema.isOlder(database.read(db -> database.version()), file.toString())) {
                database.bringUpToDate();
            }
            return database;
        } catch (RuntimeException | Error e) {
            database.close();
            throw e;
        }
    }

    private static SqliteDatabase connect(Path file) {
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
            return new SqliteDatabase(file, config.createConnection("jdbc:sqlite:" + file));
        } catch (IOException | SQLException e) {
            throw failure(file, "opened", e);
        }
    }

    /**
     * The version is looked at again: another process may have been first. A new file is made by the same scripts that
     * bring old ones up to date, but without the library that does so, which would be most of a first run's start.
     */
    private void bringUpToDate() {
        write(db -> {
            int version = version();
            if (Schema.isOlder(version, file.toString())) {
                if (version == Schema.NONE) {
                    makeTables();
                } else {
                    Migrations.sqlite(connection, file.toString(), version);
                }
                set("user_version", Schema.VERSION);
                set("application_id", APPLICATION_ID);
            }
            return null;
        });
    }

    private void makeTables() throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var script : Schema.SCRIPTS) {
                statement.executeUpdate(Schema.script("sqlite", script));
            }
        }
    }

    private int version() throws SQLException {
        int version = number("pragma user_version");
        int application = number("pragma application_id");
        if (application != APPLICATION_ID
                && !(application == 0 && version == 0 && number("select count(*) from sqlite_master") == 0)) {
            throw new StateStoreException(
                    "%s is a database of another program; choose another place for the state".formatted(file));
        }
        return version;
    }

    @Override
    public synchronized <T> T read(Work<T> work) {
        refuseIfClosed();
        try {
            return work.in(session);
        } catch (SQLException e) {
            throw failure(file, "read", e);
        }
    }

    @Override
    public synchronized <T> T write(Work<T> work) {
        refuseIfClosed();
        try {
            session.execute("begin immediate");
            boolean done = false;
            try {
                var result = work.in(session);
                session.execute("commit");
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

    /** Nothing to do: a {@link #write} keeps every other out of the file. */
    @Override
    public void lockRunsOf(Session db, String dagId) {}

    /** Nothing to do, for the same reason. */
    @Override
    public void lockPool(Session db, String pool) {}

    @Override
    public void insert(Session db, long run, List<TaskInstance> instances) throws SQLException {
        put(Table.INSTANCES, run, instances);
    }

    @Override
    public void commit(RunClaim claim, Changes changes) {
        write(db -> {
            long id = idOfOwned(claim);
            var run = changes.run();
            if (run != null) {
                RunTable.update(db, id, run);
            }
            remove(Table.INSTANCES, id, changes.instancesGone());
            remove(Table.VALUES, id, changes.valuesGone());
            put(Table.INSTANCES, id, changes.instances());
            put(Table.ATTEMPTS, id, changes.attempts());
            put(Table.VALUES, id, changes.values());
            for (long command : changes.commandsDone()) {
                CommandTable.remove(db, command);
            }
            changes.storeFurther(db, claim);
            return null;
        });
    }

    private long idOfOwned(RunClaim claim) throws SQLException {
        var select = session.statement(RunTable.OWNED);
        RunTable.bindOwned(select, claim);
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw Database.notOwned(claim);
            }
            return rows.getLong(1);
        }
    }

    private <R> void put(Table<R> table, long run, List<R> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        var places = "(?" + ", ?".repeat(table.columns().size()) + ")";
        var upsert = session.statement(table.insertInto() + "values " + places + table.orUpdate());
        for (var row : rows) {
            bind(upsert, run, table.row().apply(row));
            upsert.addBatch();
        }
        upsert.executeBatch();
    }

    private void remove(Table<?> table, long run, List<TaskInstanceKey> keys) throws SQLException {
        if (keys.isEmpty()) {
            return;
        }
        var delete =
                session.statement("delete from " + table.name() + " where run = ? and task_id = ? and map_index = ?");
        for (var key : keys) {
            bind(delete, run, Table.keyRow(key));
            delete.addBatch();
        }
        delete.executeBatch();
    }

    private static void bind(PreparedStatement statement, long run, @Nullable Object[] row) throws SQLException {
        statement.setLong(1, run);
        for (int i = 0; i < row.length; i++) {
            statement.setObject(i + 2, row[i]);
        }
    }

    @Override
    public String nowMillis() {
        return "cast(unixepoch('subsec') * 1000 as integer)";
    }

    @Override
    public void announce() {
        FileNews.announce(file);
    }

    /** SQLite's locks are only good on the host that has the file. */
    @Override
    public boolean isOfOneHost() {
        return true;
    }

    @Override
    public News news() {
        return FileNews.about(file);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            session.close();
            connection.close();
        } catch (SQLException e) {
            throw failure(file, "closed", e);
        }
    }

    private int number(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void set(String pragma, int value) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("pragma " + pragma + " = " + value);
        }
    }

    /** Statements are made anew afterwards: they may hold rows of what failed. */
    private void rollBack() throws SQLException {
        session.close();
        if (!connection.isClosed()) {
            try {
                session.execute("rollback");
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
            return "another process has kept it busy for %d s; end that process or wait for it"
                    .formatted(WAIT_FOR_OTHERS_MILLIS / 1_000);
        }
        if (code.name().startsWith("SQLITE_READONLY") || code.name().startsWith("SQLITE_CANTOPEN")) {
            return sqlite.getMessage() + "; this process must be able to write the file and its folder";
        }
        return String.valueOf(sqlite.getMessage());
    }
}
