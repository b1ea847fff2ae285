package dev.cuesheet.engine.simulation;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskSkipped;
import org.jspecify.annotations.Nullable;

/** What a simulated attempt comes to. Immutable. */
public sealed interface SimulatedOutcome {

    /**
     * It does its work.
     *
     * @param result what it hands on; null for whatever lets the DAG go on, see {@link Simulation}
     */
    record Succeeds(@Nullable Object result) implements SimulatedOutcome {
        @Override
        public @Nullable Object over(@Nullable Object usual) {
            return result == null ? usual : result;
        }
    }

    /**
     * It fails.
     *
     * @param mayRetry whether another attempt makes sense
     */
    record Fails(String reason, boolean mayRetry) implements SimulatedOutcome {
        public Fails {
            requireNonNull(reason, "reason");
        }

        @Override
        public @Nullable Object over(@Nullable Object usual) {
            throw mayRetry ? TaskFailure.retryable(reason) : TaskFailure.permanent(reason);
        }
    }

    /** It has nothing to do. */
    record Skips(String reason) implements SimulatedOutcome {
        public Skips {
            requireNonNull(reason, "reason");
        }

        @Override
        public @Nullable Object over(@Nullable Object usual) {
            throw new TaskSkipped(reason);
        }
    }

    static SimulatedOutcome succeeds() {
        return new Succeeds(null);
    }

    /** It hands this on: a {@link dev.cuesheet.engine.Branch}, say, or a list to map over. */
    static SimulatedOutcome succeedsWith(Object result) {
        return new Succeeds(requireNonNull(result, "result"));
    }

    /** It fails, and is tried again if retries are left. */
    static SimulatedOutcome fails() {
        return new Fails("Fails in the simulation", true);
    }

    /** It fails as every further attempt would. */
    static SimulatedOutcome failsForGood() {
        return new Fails("Fails for good in the simulation", false);
    }

    static SimulatedOutcome skips() {
        return new Skips("Has nothing to do in the simulation");
    }

    /**
     * The result of an attempt that comes to this, or the exception that it ends with.
     *
     * @param usual the result unless this says another one
     */
    @Nullable
    Object over(@Nullable Object usual);
}
