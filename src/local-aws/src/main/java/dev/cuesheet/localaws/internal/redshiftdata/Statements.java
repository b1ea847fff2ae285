package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.AwsHome;
import dev.cuesheet.localaws.internal.redshift.Clusters;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlResult;
import dev.cuesheet.localaws.spi.SqlSession;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs statements and remembers what became of them.
 *
 * <p>A statement is on disk before its submission is answered, and again when it is over. What a process left under way
 * when it died is FAILED for the next one: its session went with the process, and with it every change that had not been
 * committed. Statements and results are kept for a day. Safe to share between threads.
 */
final class Statements implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Statements.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration TOKENS_KEPT = Duration.ofHours(8);
    private static final Duration SHUTDOWN = Duration.ofSeconds(10);
    private static final Duration CANCEL_PAUSE = Duration.ofMillis(50);
    private static final int CANCEL_TRIES = 40;
    private static final int MOST_ACTIVE = 500;

    /** Which statement a client token stands for, and which request made it. */
    record Token(String id, String request, Instant createdAt) {}

    /** How a statement gets its session: one of its own, one that stays open, or one that is open. */
    record SessionUse(
            @Nullable String id, boolean opens, @Nullable Duration keepAlive) {
        static SessionUse own() {
            return new SessionUse(null, false, null);
        }
    }

    private final AwsHome home;
    private final Clusters clusters;
    private final JsonFiles<Statement> documents;
    private final JsonFiles<Token> tokens;
    private final Results results;
    private final DataSessions sessions = new DataSessions();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private final ExecutorService threads;

    Statements(AwsHome home, Clusters clusters) {
        this.home = home;
        this.clusters = clusters;
        Path folder = home.folder("redshift-data");
        this.documents = JsonFiles.in(folder.resolve("statements"), Statement.class);
        this.tokens = JsonFiles.in(folder.resolve("tokens"), Token.class);
        this.results = new Results(folder.resolve("results"));
        var number = new AtomicInteger();
        this.threads = Executors.newCachedThreadPool(task -> {
            var thread = new Thread(task, "redshift-data-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        settleLeftovers();
    }

    private void settleLeftovers() {
        var now = home.clock().instant();
        for (var statement : documents.all()) {
            if (statement.createdAt().plus(KEPT).isBefore(now)) {
                results.delete(statement.id(), statement.parts().size());
                documents.delete(statement.id());
            } else if (!statement.status().isFinal()) {
                log.warn("Statement {} was under way when its process ended", statement.id());
                documents.put(
                        statement.id(),
                        statement.ended(
                                StatementStatus.FAILED,
                                now,
                                Duration.ZERO,
                                "ERROR: the cluster was stopped while the statement ran; what it had not committed was rolled back"));
            }
        }
        for (var name : tokens.names()) {
            tokens.find(name)
                    .filter(token -> token.createdAt().plus(TOKENS_KEPT).isBefore(now))
                    .ifPresent(token -> tokens.delete(name));
        }
    }

    DataSessions sessions() {
        return sessions;
    }

    Results results() {
        return results;
    }

    // ---- submission

    /**
     * Starts the statement, or finds the one that the client token stands for.
     *
     * @param request the request's text, by which a second use of a token is told from a repetition
     */
    synchronized Statement submit(Statement statement, SessionUse use, Optional<String> clientToken, String request) {
        var known = clientToken.flatMap(token -> knownUnder(token, statement.id(), request));
        var accepted = known.map(id -> withId(statement, id)).orElse(statement);
        if (known.isPresent() && find(accepted.id()).isPresent()) {
            return find(accepted.id()).orElseThrow();
        }
        if (running.size() >= MOST_ACTIVE) {
            throw DataErrors.tooManyStatements(MOST_ACTIVE);
        }
        boolean reuses = use.id() != null && !use.opens();
        var open = reuses ? Optional.of(sessions.take(use.id())) : Optional.<SqlSession>empty();
        documents.put(accepted.id(), accepted);
        var started = new Running(accepted);
        running.put(accepted.id(), started);
        threads.execute(() -> run(started, use, open));
        return accepted;
    }

    /** The id that the token stands for; a token that is new now stands for the given one, for good. */
    private Optional<String> knownUnder(String token, String newId, String request) {
        if (tokens.create(token, new Token(newId, request, home.clock().instant()))) {
            return Optional.empty();
        }
        var first = tokens.find(token).orElseThrow(() -> DataErrors.validation("ClientToken expired; use a new one."));
        if (!first.request().equals(request)) {
            throw DataErrors.validation("ClientToken " + token + " was used before with a different request.");
        }
        return Optional.of(first.id());
    }

    private static Statement withId(Statement statement, String id) {
        return new Statement(
                id,
                statement.cluster(),
                statement.database(),
                statement.dbUser(),
                statement.owner(),
                statement.ownerId(),
                statement.name(),
                statement.batch(),
                statement.parameters(),
                statement.sessionId(),
                statement.status(),
                statement.createdAt(),
                statement.updatedAt(),
                statement.duration(),
                statement.error(),
                statement.parts());
    }

    // ---- looking up

    Optional<Statement> find(String id) {
        var live = running.get(id);
        return live != null ? Optional.of(live.statement()) : documents.find(id);
    }

    /** The statement whose id this is, or whose part it names. */
    Statement get(String askedFor) {
        int colon = askedFor.indexOf(':');
        var id = colon < 0 ? askedFor : askedFor.substring(0, colon);
        return find(id).filter(statement -> statement.part(askedFor).isPresent())
                .orElseThrow(() -> DataErrors.notFound("Query does not exist."));
    }

    /** Newest first. */
    List<Statement> all() {
        return documents.names().stream()
                .map(this::find)
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(Statement::createdAt).reversed().thenComparing(Statement::id))
                .toList();
    }

    void await(String id, Duration atMost) {
        var live = running.get(id);
        if (live != null) {
            live.await(atMost);
        }
    }

    /** Stops the statement; false when it is over. */
    boolean cancel(String id) {
        var live = running.get(id);
        if (live == null) {
            return false;
        }
        // A cancel that comes just before the statement reaches its session finds nothing to stop there.
        for (int tries = 0; tries < CANCEL_TRIES && !live.isOver(); tries++) {
            live.cancel();
            live.await(CANCEL_PAUSE);
        }
        return true;
    }

    // ---- running

    private void run(Running live, SessionUse use, Optional<SqlSession> open) {
        long began = System.nanoTime();
        SqlSession session = null;
        boolean kept = open.isPresent();
        try {
            change(live, statement -> statement.is(StatementStatus.PICKED, now()));
            session = open.isPresent() ? open.get() : openSession(live.statement());
            if (use.opens() && use.id() != null) {
                var statement = live.statement();
                sessions.keep(
                        use.id(),
                        new DataSessions.Target(statement.cluster(), statement.database(), statement.dbUser()),
                        session,
                        use.keepAlive() == null ? Duration.ZERO : use.keepAlive());
                kept = true;
            }
            live.runsIn(session);
            change(live, statement -> statement.is(StatementStatus.STARTED, now()));
            execute(live, session);
            end(live, StatementStatus.FINISHED, began, null);
        } catch (SqlFailure e) {
            end(
                    live,
                    e.isCancelled() ? StatementStatus.ABORTED : StatementStatus.FAILED,
                    began,
                    "ERROR: " + e.getMessage());
        } catch (RuntimeException e) {
            log.error(
                    "Statement {} failed in a way that is not SQL's",
                    live.statement().id(),
                    e);
            end(live, StatementStatus.FAILED, began, "ERROR: internal error: " + e.getMessage());
        } finally {
            live.leftSession();
            release(session, use, kept);
            running.remove(live.statement().id());
            live.end();
        }
    }

    private void release(@Nullable SqlSession session, SessionUse use, boolean kept) {
        if (kept && use.id() != null) {
            sessions.giveBack(use.id(), use.keepAlive());
        } else if (session != null) {
            session.close();
        }
    }

    private SqlSession openSession(Statement statement) {
        return clusters.engine(statement.cluster()).openSession(statement.database(), statement.dbUser());
    }

    /** A single statement commits by itself; the parts of a batch are one transaction. */
    private void execute(Running live, SqlSession session) {
        if (!live.statement().batch()) {
            part(live, 0, session);
            return;
        }
        session.begin();
        try {
            for (int i = 0; i < live.statement().parts().size(); i++) {
                part(live, i, session);
            }
            session.commit();
        } catch (RuntimeException e) {
            try {
                session.rollback();
            } catch (SqlFailure failure) {
                e.addSuppressed(failure);
            }
            throw e;
        }
    }

    private void part(Running live, int index, SqlSession session) {
        if (live.isCancelled()) {
            throw SqlFailure.cancelled();
        }
        var part = live.statement().parts().get(index).started(now());
        change(live, statement -> statement.withPart(index, part));
        long began = System.nanoTime();
        var parameters = new HashMap<String, String>();
        live.statement().parameters().forEach(parameter -> parameters.put(parameter.name(), parameter.value()));
        try (SqlResult result = session.execute(part.sql(), parameters)) {
            if (result.hasResultSet()) {
                var written = results.write(live.statement().id(), index, result);
                change(
                        live,
                        statement -> statement.withPart(
                                index, part.finished(now(), since(began), true, written.rows(), written.bytes())));
            } else {
                change(
                        live,
                        statement -> statement.withPart(
                                index,
                                part.finished(now(), since(began), false, Math.max(0, result.updateCount()), 0)));
            }
        } catch (SqlFailure e) {
            var status = e.isCancelled() ? StatementStatus.ABORTED : StatementStatus.FAILED;
            change(
                    live,
                    statement -> statement.withPart(
                            index, part.ended(status, now(), since(began), "ERROR: " + e.getMessage())));
            throw e;
        }
    }

    private void change(Running live, UnaryOperator<Statement> change) {
        live.set(change.apply(live.statement()));
    }

    private void end(Running live, StatementStatus status, long began, @Nullable String error) {
        change(live, statement -> statement.ended(status, now(), since(began), error));
        documents.put(live.statement().id(), live.statement());
        log.info(
                "Statement {} on cluster {} is {}",
                live.statement().id(),
                live.statement().cluster(),
                status);
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private Instant now() {
        return home.clock().instant();
    }

    /** Stops what runs and waits for it to be written down. */
    @Override
    public void close() {
        threads.shutdown();
        running.keySet().forEach(this::cancel);
        try {
            if (!threads.awaitTermination(SHUTDOWN.toSeconds(), TimeUnit.SECONDS)) {
                log.warn("{} statements did not stop in time", running.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sessions.close();
    }
}
