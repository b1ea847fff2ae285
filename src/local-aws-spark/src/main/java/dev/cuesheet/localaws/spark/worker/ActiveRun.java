package dev.cuesheet.localaws.spark.worker;

import dev.cuesheet.localaws.spark.internal.RunFolder;
import dev.cuesheet.localaws.spark.internal.RunState;
import dev.cuesheet.localaws.spi.JobRunner.Job;
import dev.cuesheet.localaws.spi.JobRunner.Progress;
import dev.cuesheet.localaws.spi.JobRunner.State;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run that this worker has taken; the one writer of its state. The first end that is written stays. Called from the
 * job's thread, the warden and the shutdown hook.
 */
final class ActiveRun {
    private final RunFolder folder;
    private final Job job;
    private final Clock clock;
    private RunState state;
    private @Nullable State requestedEnd;

    private ActiveRun(RunFolder folder, Job job, RunState state, Clock clock) {
        this.folder = folder;
        this.job = job;
        this.state = state;
        this.clock = clock;
    }

    /** Confirms to the launcher that this worker has the run; empty when the run is already over. */
    static Optional<ActiveRun> take(RunFolder folder, String worker, Clock clock) {
        var offered = folder.state().orElseGet(() -> RunState.offered(worker, clock.instant()));
        if (offered.isFinal()) {
            return Optional.empty();
        }
        var job = folder.request().orElseThrow();
        var run = new ActiveRun(folder, job, offered.takenOverBy(worker), clock);
        folder.writeState(run.state);
        return Optional.of(run);
    }

    Job job() {
        return job;
    }

    RunFolder folder() {
        return folder;
    }

    synchronized boolean isOver() {
        return state.isFinal();
    }

    /** When the run's time is up; empty before it has begun. */
    synchronized Optional<Instant> deadline() {
        return Optional.ofNullable(state.startedAt()).map(started -> started.plus(job.timeout()));
    }

    /** False when the run was stopped before it began. */
    synchronized boolean begin() {
        if (state.isFinal()) {
            return false;
        }
        write(state.running(clock.instant()));
        return true;
    }

    synchronized void progressed(Progress made) {
        if (!state.isFinal() && !made.equals(state.progress())) {
            write(state.progressed(made));
        }
    }

    /** Somebody wants the run to end: whatever its script comes to from now on, this is its end. True the first time. */
    synchronized boolean requestEnd(State end) {
        if (state.isFinal() || requestedEnd != null) {
            return false;
        }
        requestedEnd = end;
        write(state.stopping(clock.instant()));
        return true;
    }

    synchronized void succeeded() {
        end(State.SUCCEEDED, null);
    }

    synchronized void failed(String message) {
        end(State.FAILED, message);
    }

    /** Ends the run as was requested, whether or not its script has noticed. */
    synchronized void endAsRequested() {
        end(State.STOPPED, null);
    }

    private void end(State end, @Nullable String message) {
        if (state.isFinal()) {
            return;
        }
        if (requestedEnd == null) {
            write(state.ended(end, clock.instant(), message));
        } else {
            write(state.ended(requestedEnd, clock.instant(), requestedMessage(requestedEnd)));
        }
    }

    private @Nullable String requestedMessage(State end) {
        return end == State.TIMEOUT ? "Job run exceeded its timeout of %s".formatted(job.timeout()) : null;
    }

    private void write(RunState next) {
        state = next;
        folder.writeState(next);
    }
}
