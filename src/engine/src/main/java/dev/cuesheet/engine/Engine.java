package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes runs of DAGs in this process. Safe to share between threads. */
public final class Engine implements AutoCloseable {

    private Engine(Builder builder) {
        throw new UnsupportedOperationException();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Makes a run and waits until it has finished. */
    public DagRun run(Dag dag, RunRequest request) throws InterruptedException {
        return start(dag, request).await();
    }

    /**
     * Makes a run and returns once it has started.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws IllegalArgumentException when the request's params do not fit the DAG's
     */
    public ActiveRun start(Dag dag, RunRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Goes on with a run that was interrupted or has failed, and waits until it has finished. */
    public DagRun resume(Dag dag, String runId) throws InterruptedException {
        return startResuming(dag, runId).await();
    }

    /**
     * Goes on with a run that was interrupted or has failed. Finished tasks and their results are kept; an attempt that
     * ended with its process does not count against the task's retries; failed tasks get a full new set of tries.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws EngineException when there is no such run, or it has succeeded
     */
    public ActiveRun startResuming(Dag dag, String runId) {
        throw new UnsupportedOperationException();
    }

    /** Cancels a run that this engine executes; see {@link ActiveRun#cancel()}. Nothing happens when it executes none of this id. */
    public void cancel(String runId) {
        throw new UnsupportedOperationException();
    }

    public RunHistory history() {
        throw new UnsupportedOperationException();
    }

    /**
     * Stops executing without ending anything: attempts are interrupted, their cancel actions are not run, and the runs
     * stay as they are, to be resumed. The store is left open.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }

    /** Settings of an engine. */
    public static final class Builder {
        private static final int PARALLELISM = 32;

        private final List<RunListener> listeners = new ArrayList<>();
        private @Nullable StateStore store;
        private Clock clock = Clock.systemUTC();
        private int parallelism = PARALLELISM;

        private Builder() {}

        /** Where the state of runs is kept; in memory unless said here. */
        public Builder store(StateStore stateStore) {
            store = requireNonNull(stateStore, "store");
            return this;
        }

        /** Tells the time; if it also is {@link dev.cuesheet.engine.spi.Alarms}, it wakes the engine too. */
        public Builder clock(Clock source) {
            clock = requireNonNull(source, "clock");
            return this;
        }

        /** Adds a listener. */
        public Builder listener(RunListener listener) {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /** How many attempts may run at once over all runs; 32 unless said here. */
        public Builder parallelism(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("parallelism must be at least 1, got " + attempts);
            }
            parallelism = attempts;
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
