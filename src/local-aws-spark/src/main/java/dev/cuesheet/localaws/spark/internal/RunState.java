package dev.cuesheet.localaws.spark.internal;

import dev.cuesheet.localaws.spi.JobRunner.Progress;
import dev.cuesheet.localaws.spi.JobRunner.State;
import dev.cuesheet.localaws.spi.JobRunner.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code status.json} in a run's folder holds. The launcher writes the first one, an offer to a worker; from then
 * on only that worker writes, until it is dead.
 *
 * @param worker the folder of the worker that has the run; its lock tells whether it lives
 * @param taken whether the worker has confirmed that it will run it
 */
public record RunState(
        String worker,
        boolean taken,
        State state,
        Instant changedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String errorMessage,
        @Nullable Progress progress) {

    public static RunState offered(String worker, Instant at) {
        return new RunState(worker, false, State.STARTING, at, null, null, null, null);
    }

    public RunState takenOverBy(String taker) {
        return new RunState(taker, true, state, changedAt, startedAt, endedAt, errorMessage, progress);
    }

    public RunState running(Instant at) {
        return new RunState(worker, true, State.RUNNING, at, at, null, null, null);
    }

    public RunState stopping(Instant at) {
        return new RunState(worker, taken, State.STOPPING, at, startedAt, null, null, progress);
    }

    public RunState ended(State end, Instant at, @Nullable String message) {
        return new RunState(worker, taken, end, at, startedAt, at, message, progress);
    }

    public RunState progressed(Progress made) {
        return new RunState(worker, taken, state, changedAt, startedAt, endedAt, errorMessage, made);
    }

    public boolean isFinal() {
        return state.isFinal();
    }

    public Status status() {
        return new Status(state, changedAt, startedAt, endedAt, errorMessage, progress);
    }
}
