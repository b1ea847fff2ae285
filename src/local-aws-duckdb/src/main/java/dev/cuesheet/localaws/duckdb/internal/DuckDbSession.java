package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.copy.CopyParser;
import dev.cuesheet.localaws.duckdb.internal.sql.Dialect;
import dev.cuesheet.localaws.duckdb.internal.sql.SessionFacts;
import dev.cuesheet.localaws.duckdb.internal.sql.Sql;
import dev.cuesheet.localaws.duckdb.internal.sql.StatementKind;
import dev.cuesheet.localaws.duckdb.internal.sql.Token;
import dev.cuesheet.localaws.duckdb.internal.sql.TokenCursor;
import dev.cuesheet.localaws.duckdb.internal.sql.Tokenizer;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlResult;
import dev.cuesheet.localaws.spi.SqlSession;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a database.
 *
 * <p>A statement that writes first takes the database's right to write and keeps it until its transaction ends. Outside
 * a transaction it gets one of its own, so that a failed statement changes nothing. After a failure inside a transaction
 * only its end is accepted.
 */
final class DuckDbSession implements SqlSession, SessionFacts {
    private static final Logger log = LoggerFactory.getLogger(DuckDbSession.class);
    private static final long CANCEL_POLL_MILLIS = 50;

    private enum Transaction {
        NONE,
        OPEN,
        FAILED
    }

    private final DuckDbSqlEngine engine;
    private final DuckDbDatabase database;
    private final Surroundings surroundings;
    private final String user;
    private final int pid;
    private final DuckDBConnection connection;
    private final TableCatalog catalog;
    private final SessionParameters parameters = new SessionParameters();
    private final CopyHistory copies = new CopyHistory();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile @Nullable Statement running;
    private Transaction transaction = Transaction.NONE;
    private boolean writing;
    private Instant statementTime;
    private Instant transactionTime;

    DuckDbSession(DuckDbSqlEngine engine, DuckDbDatabase database, Surroundings surroundings, String user, int pid) {
        this.engine = engine;
        this.database = database;
        this.surroundings = surroundings;
        this.user = user;
        this.pid = pid;
        this.connection = database.connect();
        this.catalog = new TableCatalog(connection, database.name());
        this.statementTime = surroundings.clock().instant();
        this.transactionTime = statementTime;
    }

    // ---- transactions

    @Override
    public void begin() {
        if (transaction == Transaction.NONE) {
            run("BEGIN TRANSACTION");
            transaction = Transaction.OPEN;
            transactionTime = surroundings.clock().instant();
        } else {
            log.debug("There is already a transaction in progress");
        }
    }

    @Override
    public void commit() {
        if (transaction == Transaction.FAILED) {
            rollback();
            return;
        }
        try {
            if (transaction == Transaction.OPEN) {
                run("COMMIT");
            }
        } finally {
            transaction = Transaction.NONE;
            stopWriting();
        }
    }

    @Override
    public void rollback() {
        try {
            if (transaction != Transaction.NONE) {
                run("ROLLBACK");
            }
        } finally {
            transaction = Transaction.NONE;
            stopWriting();
        }
    }

    // ---- statements

    @Override
    public SqlResult execute(String sql, Map<String, String> values) {
        cancelled.set(false);
        statementTime = surroundings.clock().instant();
        if (transaction == Transaction.NONE) {
            transactionTime = statementTime;
        }
        try {
            var tokens = Statements.single(Tokenizer.tokens(sql), values, database.closedFunctions());
            var kind = StatementKind.of(tokens);
            if (transaction == Transaction.FAILED && kind != StatementKind.ROLLBACK && kind != StatementKind.COMMIT) {
                throw new SqlFailure("current transaction is aborted, commands ignored until end of transaction block");
            }
            return kind.writes() ? write(kind, tokens) : read(kind, tokens);
        } catch (SqlFailure e) {
            throw failed(e);
        }
    }

    private SqlFailure failed(SqlFailure failure) {
        if (transaction == Transaction.OPEN) {
            transaction = Transaction.FAILED;
        }
        return failure;
    }

    private SqlResult read(StatementKind kind, List<Token> tokens) {
        switch (kind) {
            case QUERY -> {
                return query(tokens);
            }
            case BEGIN -> begin();
            case COMMIT -> commit();
            case ROLLBACK -> rollback();
            case CREATE_DATABASE -> engine.createDatabase(databaseName(tokens));
            case DROP_DATABASE -> engine.dropDatabase(databaseName(tokens));
            case SET -> parameters.set(tokens).ifPresent(this::searchIn);
            case SHOW -> {
                return show(tokens);
            }
            default -> throw new IllegalStateException("Not a reading statement: " + kind);
        }
        return PlainResult.changed(0);
    }

    private SqlResult write(StatementKind kind, List<Token> tokens) {
        if (transaction != Transaction.NONE && kind == StatementKind.VACUUM) {
            throw new SqlFailure("VACUUM cannot run inside a transaction block");
        }
        startWriting();
        if (transaction == Transaction.OPEN) {
            long changed = change(kind, tokens);
            if (kind == StatementKind.TRUNCATE) {
                run("COMMIT");
                run("BEGIN TRANSACTION");
            }
            return PlainResult.changed(changed);
        }
        try {
            if (kind == StatementKind.VACUUM) {
                return PlainResult.changed(change(kind, tokens));
            }
            run("BEGIN TRANSACTION");
            long changed;
            try {
                changed = change(kind, tokens);
                run("COMMIT");
            } catch (RuntimeException e) {
                rollbackAfter(e);
                throw e;
            }
            return PlainResult.changed(changed);
        } finally {
            stopWriting();
        }
    }

    private void rollbackAfter(RuntimeException cause) {
        try {
            run("ROLLBACK");
        } catch (SqlFailure e) {
            cause.addSuppressed(e);
        }
    }

    private long change(StatementKind kind, List<Token> tokens) {
        switch (kind) {
            case DML -> {
                return update(Dialect.statement(tokens, this, this::probe));
            }
            case TRUNCATE ->
                update("TRUNCATE " + table(tokens, "truncate", "table").quoted());
            case CREATE_TABLE -> ddl().createTable(tokens).forEach(this::run);
            case SELECT_INTO -> ddl().selectInto(tokens).forEach(this::run);
            case CREATE_VIEW -> ddl().createView(tokens).forEach(this::run);
            case CREATE_SCHEMA -> Ddl.createSchema(tokens).forEach(this::run);
            case DROP -> Ddl.drop(tokens).forEach(this::run);
            case ALTER_TABLE -> ddl().alterTable(tokens).forEach(this::run);
            case COPY -> copy(tokens);
            case VACUUM -> {
                Statements.vacuumed(tokens).ifPresent(name -> catalog.get(name, schema()));
                run("CHECKPOINT");
            }
            case ANALYZE -> {
                Statements.analyzed(tokens).ifPresent(name -> catalog.get(name, schema()));
                run("ANALYZE");
            }
            default -> throw new IllegalStateException("Not a writing statement: " + kind);
        }
        return 0;
    }

    private TableCatalog.Table table(List<Token> tokens, String verb, String noun) {
        var cursor = new TokenCursor(tokens);
        cursor.expect(verb);
        cursor.take(noun);
        var name = cursor.tableName();
        cursor.expectEnd();
        return catalog.get(name, schema());
    }

    private Ddl ddl() {
        return new Ddl(
                connection,
                catalog,
                query -> Dialect.statement(query, this, this::probe),
                expression -> Dialect.stored(expression, this, this::probe),
                schema());
    }

    private void copy(List<Token> tokens) {
        var command = CopyParser.parse(tokens);
        var table = catalog.get(command.table(), schema());
        var loader = new CopyLoader(
                connection, database.loadLog(), surroundings, this::update, database.importFolder(), cancelled::get);
        loader.load(command, table, user, pid, copies);
    }

    private static String databaseName(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.next();
        cursor.expect("database");
        var name = cursor.name();
        cursor.expectEnd();
        return name;
    }

    private void searchIn(List<String> schemas) {
        run("SET search_path = " + Sql.literal(database.searchPath(schemas)));
    }

    private SqlResult show(List<Token> tokens) {
        if (tokens.size() >= 2 && tokens.get(1).isWord("databases")) {
            return PlainResult.text("database_name", engine.databases());
        }
        return parameters.show(tokens);
    }

    // ---- DuckDB

    private SqlResult query(List<Token> tokens) {
        var sql = Dialect.statement(tokens, this, this::probe);
        try {
            var statement = connection.prepareStatement(sql);
            running = statement;
            try {
                if (cancelled.get()) {
                    throw SqlFailure.cancelled();
                }
                return new DuckDbResult(
                        statement,
                        statement.executeQuery(),
                        names(tokens),
                        this::failed,
                        transaction == Transaction.NONE,
                        () -> running = null);
            } catch (SQLException | RuntimeException e) {
                running = null;
                statement.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static Set<String> names(List<Token> tokens) {
        var names = new HashSet<String>();
        tokens.stream().filter(Token::isName).map(Token::text).forEach(names::add);
        return names;
    }

    private void run(String sql) {
        update(sql);
    }

    private long update(String sql) {
        try (var statement = connection.prepareStatement(sql)) {
            running = statement;
            if (cancelled.get()) {
                throw SqlFailure.cancelled();
            }
            return statement.execute() ? 0 : Math.max(0, statement.getLargeUpdateCount());
        } catch (SQLException e) {
            throw Failures.of(e);
        } finally {
            running = null;
        }
    }

    /** Binding is refused on purpose; the refusal names the types. It does not touch the transaction. */
    private Optional<List<String>> probe(String sql) {
        try {
            connection.prepareStatement(sql).close();
            return Optional.empty();
        } catch (SQLException e) {
            return Statements.probedTypes(String.valueOf(e.getMessage()));
        }
    }

    private void startWriting() {
        if (writing) {
            return;
        }
        try {
            while (!database.writer().tryAcquire(CANCEL_POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                if (cancelled.get()) {
                    throw SqlFailure.cancelled();
                }
            }
            writing = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SqlFailure.cancelled();
        }
    }

    private void stopWriting() {
        if (writing) {
            writing = false;
            database.writer().release();
        }
    }

    @Override
    public void cancel() {
        cancelled.set(true);
        var statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                log.debug("The statement was over before it could be cancelled: {}", Failures.firstLine(e));
            }
        }
    }

    @Override
    public void close() {
        try {
            rollback();
        } catch (SqlFailure e) {
            log.debug("The session's transaction was gone already: {}", e.getMessage());
        } finally {
            database.disconnect(connection);
        }
    }

    // ---- what SQL may ask of the session

    @Override
    public Instant statementTime() {
        return statementTime;
    }

    @Override
    public Instant transactionTime() {
        return transactionTime;
    }

    @Override
    public String database() {
        return database.name();
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public String schema() {
        return parameters.firstSchema();
    }

    @Override
    public Optional<Long> lastQueryFact(String function) {
        return switch (function) {
            case "pg_last_copy_count" -> Optional.of(copies.lastCount());
            case "pg_last_copy_id" -> Optional.of(copies.lastId());
            case "pg_last_unload_count" -> Optional.of(0L);
            case "pg_last_unload_id" -> Optional.of(-1L);
            case "pg_backend_pid" -> Optional.of((long) pid);
            default -> Optional.empty();
        };
    }
}
