package dev.cuesheet.cli;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.enginejdbc.PostgresStateStore;
import dev.cuesheet.enginejdbc.SqliteStateStore;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The run history, in the home or on a server. Closing lets go of its database. */
public final class RunStore implements AutoCloseable {
    private static final int NAMED_RUNS = 5;
    private static final int COMPARED_RUNS = 100;
    private static final String LATEST = "latest";

    private final StateStore states;
    private final RunHistory history;

    private RunStore(StateStore states) {
        this.states = states;
        this.history = RunHistory.of(states);
    }

    /** Opens the history, making it if there is none. */
    public static RunStore open(CuesheetCommand cuesheet) {
        return new RunStore(cuesheet.databaseUrl()
                .map(url -> PostgresState.open(url, cuesheet.shell()))
                .orElseGet(() -> SqliteStateStore.open(cuesheet.home().ready().database())));
    }

    /** Opens the history for reading; empty when nothing was ever run here. */
    public static Optional<RunStore> openExisting(CuesheetCommand cuesheet) {
        boolean exists = cuesheet.databaseUrl().isPresent()
                || Files.exists(cuesheet.home().database());
        return exists ? Optional.of(open(cuesheet)) : Optional.empty();
    }

    /** The class of another database's driver is not loaded for the file in the home. */
    private static final class PostgresState {
        private static final String PREFIX = "jdbc:postgresql:";

        static StateStore open(String url, Shell shell) {
            if (!url.startsWith(PREFIX)) {
                throw new UserError(
                        "--database (CUESHEET_DATABASE_URL) names a PostgreSQL database, as %s//db.example.com/cuesheet; what is given begins otherwise."
                                .formatted(PREFIX));
            }
            var builder = PostgresStateStore.at(url);
            shell.variable("CUESHEET_DATABASE_USER").ifPresent(builder::user);
            shell.variable("CUESHEET_DATABASE_PASSWORD").ifPresent(builder::password);
            return builder.open();
        }
    }

    public StateStore states() {
        return states;
    }

    public RunHistory history() {
        return history;
    }

    /**
     * One run with its tasks.
     *
     * @param runId null for the DAG's latest
     * @throws UserError when there is no such run
     */
    public RunHistory.Details details(String dagId, @Nullable String runId) {
        return Optional.ofNullable(runId)
                .or(() -> history.latest(dagId, 1).stream()
                        .findFirst()
                        .map(entry -> entry.run().runId()))
                .flatMap(id -> history.details(dagId, id))
                .orElseThrow(() -> unknown(dagId, runId));
    }

    /**
     * The run that somebody means.
     *
     * @param runOrDate its id, its logical date, or the day of that in UTC if there was one run then; {@code latest} for
     *     the DAG's latest
     * @throws UserError when there is no such run
     */
    public RunHistory.Entry find(String dagId, String runOrDate) {
        if (runOrDate.equals(LATEST)) {
            return history.latest(dagId, 1).stream().findFirst().orElseThrow(() -> neverRan(dagId));
        }
        return history.find(dagId, runOrDate)
                .or(() -> byDate(dagId, runOrDate))
                .orElseThrow(() -> unknown(dagId, runOrDate));
    }

    private Optional<RunHistory.Entry> byDate(String dagId, String typed) {
        try {
            if (typed.contains("T")) {
                return history.find(dagId, OffsetDateTime.parse(typed).toInstant());
            }
            var day = LocalDate.parse(typed).atStartOfDay(ZoneOffset.UTC);
            var runs = states.runsBetween(
                    dagId, day.toInstant(), day.plusDays(1).toInstant().minusNanos(1));
            if (runs.size() > 1) {
                throw new UserError("DAG \"%s\" has several runs for %s; name one of them: %s."
                        .formatted(
                                dagId, typed, runs.stream().map(DagRun::runId).collect(Collectors.joining(", "))));
            }
            return runs.stream().findFirst().flatMap(run -> history.find(dagId, run.runId()));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Explains that there is no such run, and which there are. */
    public UserError unknown(String dagId, @Nullable String runId) {
        var runs = history.latest(dagId, COMPARED_RUNS).stream()
                .map(entry -> entry.run().runId())
                .toList();
        if (runs.isEmpty()) {
            return neverRan(dagId);
        }
        var near = runId == null ? List.<String>of() : NearMatches.of(runId, runs);
        return new UserError("DAG \"%s\" has no run \"%s\". %s"
                .formatted(
                        dagId,
                        runId,
                        near.isEmpty()
                                ? "Its latest runs are: %s."
                                        .formatted(
                                                runs.stream().limit(NAMED_RUNS).collect(Collectors.joining(", ")))
                                : "Did you mean %s?".formatted(String.join(" or ", near))));
    }

    public static UserError neverRan(String dagId) {
        return new UserError("DAG \"%s\" has no runs yet. Start one: cuesheet run-dag %s".formatted(dagId, dagId));
    }

    @Override
    public void close() {
        states.close();
    }
}
