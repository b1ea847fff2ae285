package dev.cuesheet.cli;

import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.enginejdbc.SqliteStateStore;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The home's run history. Closing lets go of its database. */
public final class RunStore implements AutoCloseable {
    private static final int NAMED_RUNS = 5;

    private final StateStore states;
    private final RunHistory history;

    private RunStore(StateStore states) {
        this.states = states;
        this.history = RunHistory.of(states);
    }

    /** Opens the history, making it if there is none. */
    public static RunStore open(Home home) {
        return new RunStore(SqliteStateStore.open(home.database()));
    }

    /** Opens the history for reading; empty when nothing was ever run here. */
    public static Optional<RunStore> openExisting(Home home) {
        return Files.exists(home.database()) ? Optional.of(open(home)) : Optional.empty();
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

    /** Explains that there is no such run, and which there are. */
    public UserError unknown(String dagId, @Nullable String runId) {
        var runs = history.latest(dagId, NAMED_RUNS).stream()
                .map(entry -> entry.run().runId())
                .toList();
        if (runs.isEmpty()) {
            return neverRan(dagId);
        }
        return new UserError("DAG \"%s\" has no run \"%s\". Its latest runs are: %s."
                .formatted(dagId, runId, String.join(", ", runs)));
    }

    public static UserError neverRan(String dagId) {
        return new UserError("DAG \"%s\" has no runs yet. Start one: cuesheet run-dag %s".formatted(dagId, dagId));
    }

    @Override
    public void close() {
        states.close();
    }
}
