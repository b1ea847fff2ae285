package dev.cuesheet.enginejdbc.internal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.StateStoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema in a PostgreSQL database, reached over a pool of connections. Its version is that of the last entry in the
 * history that the migrations keep.
 *
 * <p>The engine commits twice a task and waits for it, so what counts is the number of times that a commit crosses the
 * network: it is one statement, whatever it changes and however many rows, with the question who owns the run in it.
 * PostgreSQL runs all parts of such a statement on one snapshot; {@link Changes} sees to it that no two of them speak of
 * the same row. The question locks the run's row, and so a takeover and a late commit come one after the other, and
 * the second one finds what the first has left.
 *
 * <p>Durability is the server's own: with its default, {@code synchronous_commit = on}, what is stored survives a power
 * cut as well.
 */
public final class PostgresDatabase implements Database {
    private static final Logger log = LoggerFactory.getLogger(PostgresDatabase.class);

    private static final int ROWS_AT_ONCE = 10_000;
    private static final int CONNECT_SECONDS = 10;
    private static final int ANSWER_SECONDS = 120;

    /** The first of the two numbers by which our advisory locks are told from those of others. */
    private static final int LOCKS = 0x43554553;

    private static final String UNDEFINED_TABLE = "42P01";

    private final PostgresSettings settings;
    private final DataSource server;
    private final HikariDataSource pool;
    private final ThreadLocal<@Nullable Session> current = new ThreadLocal<>();

    private PostgresDatabase(PostgresSettings settings, PGSimpleDataSource server) {
        this.settings = settings;
        this.server = server;
        this.pool = pool(server, settings);
    }

    /** Connects, and makes the schema or brings it to this version. */
    public static PostgresDatabase open(PostgresSettings settings) {
        var server = server(settings);
        try (var connection = server.getConnection()) {
            if (Schema.isOlder(version(connection), settings.place())) {
                bringUpToDate(connection, server, settings);
            }
        } catch (SQLException e) {
            throw failure(settings, "opened", e);
        }
        return new PostgresDatabase(settings, server);
    }

    private static PGSimpleDataSource server(PostgresSettings settings) {
        var server = new PGSimpleDataSource();
        server.setApplicationName("cuesheet");
        server.setConnectTimeout(CONNECT_SECONDS);
        server.setLoginTimeout(CONNECT_SECONDS);
        server.setTcpKeepAlive(true);
        server.setUrl(settings.url());
        if (settings.user() != null) {
            server.setUser(settings.user());
        }
        if (settings.password() != null) {
            server.setPassword(settings.password());
        }
        server.setCurrentSchema(settings.schema());
        server.setOptions(whenCutOff(server.getOptions(), settings));
        return server;
    }

    /** A process that is cut off in the middle of a transaction holds locks; the server ends that with its lease. */
    private static String whenCutOff(@Nullable String options, PostgresSettings settings) {
        var ours = "-c idle_in_transaction_session_timeout=" + settings.lease().toMillis();
        return options == null ? ours : options + " " + ours;
    }

    private static HikariDataSource pool(PGSimpleDataSource server, PostgresSettings settings) {
        if (server.getSocketTimeout() == 0) {
            server.setSocketTimeout(ANSWER_SECONDS);
        }
        var config = new HikariConfig();
        config.setPoolName("cuesheet-state");
        config.setDataSource(server);
        config.setMaximumPoolSize(settings.connections());
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionTimeout(settings.patience().toMillis());
        return new HikariDataSource(config);
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("select version from schema_history"
                        + " where success and version is not null order by installed_rank desc limit 1")) {
            return rows.next() ? Integer.parseInt(rows.getString(1)) : Schema.NONE;
        } catch (SQLException e) {
            if (UNDEFINED_TABLE.equals(e.getSQLState())) {
                return Schema.NONE;
            }
            throw e;
        }
    }

    /** One process at a time; the version is looked at again, because another may have been first. */
    private static void bringUpToDate(Connection connection, DataSource server, PostgresSettings settings)
            throws SQLException {
        try (var lock = connection.prepareStatement("select pg_advisory_lock(?, hashtext(?))");
                var unlock = connection.prepareStatement("select pg_advisory_unlock_all()")) {
            lock.setInt(1, LOCKS);
            lock.setString(2, settings.schema());
            lock.execute();
            if (Schema.isOlder(version(connection), settings.place())) {
                Migrations.postgresql(server, settings.schema(), settings.place());
            }
            unlock.execute();
        }
    }

    @Override
    public <T> T read(Work<T> work) {
        var outer = current.get();
        try {
            if (outer != null) {
                return work.in(outer);
            }
            return connected(work);
        } catch (SQLException e) {
            throw failure(settings, "read", e);
        }
    }

    @Override
    public <T> T write(Work<T> work) {
        try {
            return connected(session -> inTransaction(session, work));
        } catch (SQLException e) {
            throw failure(settings, "written", e);
        }
    }

    private <T> T connected(Work<T> work) throws SQLException {
        if (pool.isClosed()) {
            throw new StateStoreException("the state in %s is closed".formatted(settings.place()));
        }
        try (var connection = pool.getConnection();
                var session = new Session(connection)) {
            return work.in(session);
        }
    }

    private <T> T inTransaction(Session session, Work<T> work) throws SQLException {
        var connection = session.connection();
        connection.setAutoCommit(false);
        current.set(session);
        boolean done = false;
        try {
            var result = work.in(session);
            connection.commit();
            done = true;
            return result;
        } finally {
            current.remove();
            if (!done) {
                rollBack(connection);
            }
        }
    }

    /** What broke the connection off is told by whoever noticed it first. */
    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            log.debug("Nothing to undo: the connection is gone", e);
        }
    }

    @Override
    public void lockRunsOf(Session session, String dagId) throws SQLException {
        lock(session, dagId);
    }

    /** No DAG's id has a colon. */
    @Override
    public void lockPool(Session session, String pool) throws SQLException {
        lock(session, "pool:" + pool);
    }

    private static void lock(Session session, String what) throws SQLException {
        var lock = session.statement("select pg_advisory_xact_lock(?, hashtext(current_schema() || '.' || ?))");
        lock.setInt(1, LOCKS);
        lock.setString(2, what);
        lock.execute();
    }

    @Override
    public void insert(Session session, long run, List<TaskInstance> instances) throws SQLException {
        var table = Table.INSTANCES;
        var insert = session.statement(table.insertInto() + "select cast(? as bigint), v.* from unnest("
                + casts(table.columns(), "[]") + ") v");
        for (var some : parts(instances)) {
            insert.setLong(1, run);
            bindRows(session, insert, 2, table, some);
            insert.executeUpdate();
        }
    }

    @Override
    public void commit(RunClaim claim, Changes changes) {
        var commit = new Commit(claim, changes);
        try {
            storeOnce(commit);
        } catch (SQLException first) {
            if (!isBrokenConnection(first)
                    || changes.givesUp()) { // given up, it could not be told from one that was taken away
                throw failure(settings, "written", first);
            }
            log.warn("The connection to {} broke; trying once more: {}", settings.place(), first.getMessage());
            pool.getHikariPoolMXBean().softEvictConnections();
            try {
                storeOnce(commit);
            } catch (SQLException e) {
                e.addSuppressed(first);
                throw failure(settings, "written", e);
            }
        }
    }

    /** Done twice, a commit has the effect of one; so it can be repeated when nobody knows whether it arrived. */
    private void storeOnce(Commit commit) throws SQLException {
        if (commit.changes().reachesFurther()) {
            connected(session -> inTransaction(session, same -> {
                commit.storeInParts(same);
                commit.changes().storeFurther(same, commit.claim());
                return null;
            }));
        } else if (commit.rows() <= ROWS_AT_ONCE && !commit.changes.replaceValues()) {
            connected(session -> {
                commit.store(session);
                return null;
            });
        } else {
            connected(session -> inTransaction(session, same -> {
                commit.storeInParts(same);
                return null;
            }));
        }
    }

    /** One commit as one statement: each part a common table expression that writes, beginning with who owns the run. */
    private record Commit(RunClaim claim, Changes changes) {

        /** What binds a part's parameters from the index on, and returns the next. */
        @FunctionalInterface
        private interface Binding {
            int bind(PreparedStatement statement, int from) throws SQLException;
        }

        int rows() {
            return changes.instances().size()
                    + changes.attempts().size()
                    + changes.values().size()
                    + changes.commandsDone().size();
        }

        void store(Session session) throws SQLException {
            store(session, changes.instances(), changes.attempts(), changes.values(), true, true);
        }

        /**
         * What is gone comes first, for something new may take its place, and the run itself last: it may give up the
         * right to store the rest.
         */
        void storeInParts(Session session) throws SQLException {
            store(session, List.of(), List.of(), List.of(), true, false);
            for (var some : parts(changes.instances())) {
                store(session, some, List.of(), List.of(), false, false);
            }
            for (var some : parts(changes.attempts())) {
                store(session, List.of(), some, List.of(), false, false);
            }
            for (var some : parts(changes.values())) {
                store(session, List.of(), List.of(), some, false, false);
            }
            store(session, List.of(), List.of(), List.of(), false, true);
        }

        private void store(
                Session session,
                List<TaskInstance> instances,
                List<Attempt> attempts,
                List<Changes.Value> values,
                boolean withGone,
                boolean withRun)
                throws SQLException {
            var sql = new StringBuilder("with owned as (" + RunTable.OWNED + " for no key update)");
            var bindings = new ArrayList<Binding>();
            bindings.add((statement, from) -> RunTable.bindOwned(statement, claim));
            var run = changes.run();
            if (withRun && run != null) {
                sql.append(", run_is as (update run set " + RunTable.CHANGING + " from owned where run.id = owned.id)");
                bindings.add((statement, from) -> RunTable.bindChanging(statement, from, run));
            }
            if (withGone) {
                remove(session, Table.INSTANCES, changes.instancesGone(), sql, bindings);
                remove(session, Table.VALUES, changes.valuesGone(), sql, bindings);
                carriedOut(session, changes.commandsDone(), sql, bindings);
            }
            put(session, Table.INSTANCES, instances, sql, bindings);
            put(session, Table.ATTEMPTS, attempts, sql, bindings);
            put(session, Table.VALUES, values, sql, bindings);
            var statement =
                    session.statement(sql.append(" select id from owned").toString());
            int next = 1;
            for (var binding : bindings) {
                next = binding.bind(statement, next);
            }
            try (var rows = statement.executeQuery()) {
                if (!rows.next()) {
                    throw Database.notOwned(claim);
                }
            }
        }

        /** One row, which is what most commits are about, as plain values: PostgreSQL takes arrays apart at some cost. */
        private static <R> void put(
                Session session, Table<R> table, List<R> rows, StringBuilder sql, List<Binding> bindings) {
            if (rows.isEmpty()) {
                return;
            }
            sql.append(", ").append(table.name()).append("_is as (").append(table.insertInto());
            if (rows.size() == 1) {
                sql.append("select owned.id, ")
                        .append(casts(table.columns(), ""))
                        .append(" from owned");
                bindings.add((statement, from) ->
                        bindRow(statement, from, table.columns(), table.row().apply(rows.get(0))));
            } else {
                sql.append("select owned.id, v.* from owned, unnest(")
                        .append(casts(table.columns(), "[]"))
                        .append(") v");
                bindings.add((statement, from) -> bindRows(session, statement, from, table, rows));
            }
            sql.append(table.orUpdate()).append(')');
        }

        private static void remove(
                Session session,
                Table<?> table,
                List<TaskInstanceKey> keys,
                StringBuilder sql,
                List<Binding> bindings) {
            if (keys.isEmpty()) {
                return;
            }
            var columns = List.of(Table.Column.text("task_id"), Table.Column.number("map_index"));
            sql.append((", %1$s_gone as (delete from %1$s t using owned, unnest(%2$s) v (task_id, map_index)"
                            + " where t.run = owned.id and t.task_id = v.task_id and t.map_index = v.map_index)")
                    .formatted(table.name(), casts(columns, "[]")));
            var rows = keys.stream().map(Table::keyRow).toList();
            bindings.add((statement, from) -> bindColumns(session, statement, from, columns, rows));
        }
    }

    private static void carriedOut(
            Session session, List<Long> commands, StringBuilder sql, List<Commit.Binding> bindings) {
        if (commands.isEmpty()) {
            return;
        }
        sql.append(", done as (delete from run_command using owned"
                + " where run_command.run = owned.id and run_command.id = any (?))");
        bindings.add((statement, from) -> {
            statement.setArray(from, session.connection().createArrayOf("bigint", commands.toArray()));
            return from + 1;
        });
    }

    private static String casts(List<Table.Column> columns, String suffix) {
        return columns.stream()
                .map(column -> "cast(? as " + column.type() + suffix + ")")
                .collect(Collectors.joining(", "));
    }

    private static int bindRow(
            PreparedStatement statement, int from, List<Table.Column> columns, @Nullable Object[] row)
            throws SQLException {
        for (int column = 0; column < row.length; column++) {
            if (columns.get(column).isText()) {
                statement.setString(from + column, (String) row[column]);
            } else {
                statement.setObject(from + column, row[column], Types.INTEGER);
            }
        }
        return from + row.length;
    }

    private static <R> int bindRows(
            Session session, PreparedStatement statement, int from, Table<R> table, List<R> values)
            throws SQLException {
        return bindColumns(
                session,
                statement,
                from,
                table.columns(),
                values.stream().map(table.row()).toList());
    }

    private static int bindColumns(
            Session session,
            PreparedStatement statement,
            int from,
            List<Table.Column> columns,
            List<@Nullable Object[]> rows)
            throws SQLException {
        for (int column = 0; column < columns.size(); column++) {
            var values = new @Nullable Object[rows.size()];
            for (int row = 0; row < values.length; row++) {
                values[row] = rows.get(row)[column];
            }
            var array = session.connection().createArrayOf(columns.get(column).type(), values);
            statement.setArray(from + column, array);
        }
        return from + columns.size();
    }

    private static <R> List<List<R>> parts(List<R> rows) {
        var parts = new ArrayList<List<R>>();
        for (int from = 0; from < rows.size(); from += ROWS_AT_ONCE) {
            parts.add(rows.subList(from, Math.min(rows.size(), from + ROWS_AT_ONCE)));
        }
        return parts;
    }

    @Override
    public String nowMillis() {
        return "cast(extract(epoch from clock_timestamp()) * 1000 as bigint)";
    }

    /** What it tells of is stored already: a server that goes away now only keeps others from noticing at once. */
    @Override
    public void announce() {
        try {
            write(session -> {
                var notify = session.statement("select pg_notify(?, '')");
                notify.setString(1, channel());
                notify.execute();
                return null;
            });
        } catch (StateStoreException e) {
            log.warn("Others notice a little later what was stored: {}", e.getMessage());
        }
    }

    @Override
    public boolean isOfOneHost() {
        return false;
    }

    @Override
    public News news() {
        return new PostgresNews(server, channel());
    }

    /** PostgreSQL cuts longer names; this one has 63 characters at most, as our schema's name has. */
    private String channel() {
        return settings.schema();
    }

    @Override
    public void close() {
        pool.close();
    }

    private static boolean isBrokenConnection(SQLException e) {
        var state = String.valueOf(e.getSQLState());
        return state.startsWith("08") || state.startsWith("57P");
    }

    private static StateStoreException failure(PostgresSettings settings, String what, SQLException e) {
        return new StateStoreException(
                "the state in %s could not be %s: %s".formatted(settings.place(), what, reason(e)), e);
    }

    private static String reason(SQLException e) {
        var cause = e.getCause() instanceof SQLException deeper ? deeper : e;
        var state = String.valueOf(cause.getSQLState());
        var next = switch (state) {
            case "28P01", "28000" -> "check the user and the password, and what pg_hba.conf lets in";
            case "3D000" -> "make the database first: createdb";
            case "42501" -> "the user needs the right to create and change tables in this schema";
            case "53100" -> "free some space on the server, and resume the run";
            case "53300" -> "let the server allow more connections, or this process take fewer";
            case "22021" -> "PostgreSQL keeps no NUL characters in text";
            case "25006" -> "the server is a standby or read only; name the primary in the URL";
            default ->
                isBrokenConnection(cause)
                        ? "see whether the server runs and can be reached from here, then resume the run"
                        : "the server's log tells more";
        };
        return cause.getMessage() + "; " + next;
    }
}
