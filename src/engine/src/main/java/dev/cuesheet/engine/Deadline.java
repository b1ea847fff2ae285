package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;

/**
 * By when a run is to have succeeded: some time after a reference. It is reckoned once, when the run is made, as in
 * Airflow's {@code models/deadline.py}. Immutable.
 *
 * @param interval may be negative, for a time before the reference
 */
public record Deadline(Reference reference, Duration interval) {
    /** Airflow's default of {@code max_runs}. */
    private static final int RUNS = 10;

    public Deadline {
        requireNonNull(reference, "reference");
        requireNonNull(interval, "interval");
    }

    /** So long after the run's logical date; a run that has none has no such deadline. */
    public static Deadline afterLogicalDate(Duration interval) {
        return new Deadline(new Reference.LogicalDate(), interval);
    }

    /** So long after the run was put in the queue, or started at once. */
    public static Deadline afterQueuedAt(Duration interval) {
        return new Deadline(new Reference.QueuedAt(), interval);
    }

    /** At this instant, for every run. */
    public static Deadline at(Instant instant) {
        return new Deadline(new Reference.FixedInstant(instant), Duration.ZERO);
    }

    /** After as long as the latest ten runs took on average, and so much more; before there were ten, there is none. */
    public static Deadline afterAverageRuntime(Duration interval) {
        return afterAverageRuntime(interval, RUNS, RUNS);
    }

    /** The same with the average of so many runs at most; of runs of which there are fewer than the least, there is none. */
    public static Deadline afterAverageRuntime(Duration interval, int most, int least) {
        return new Deadline(new Reference.AverageRuntime(most, least), interval);
    }

    /** What the time is counted from. */
    public sealed interface Reference {
        /** The run's logical date. */
        record LogicalDate() implements Reference {}

        /** When the run was made. */
        record QueuedAt() implements Reference {}

        /** An instant that does not depend on the run. */
        record FixedInstant(Instant instant) implements Reference {
            public FixedInstant {
                requireNonNull(instant, "instant");
            }
        }

        /** When the run is made, plus what runs take on average. */
        record AverageRuntime(int maxRuns, int minRuns) implements Reference {
            public AverageRuntime {
                if (minRuns < 1 || maxRuns < minRuns) {
                    throw new IllegalArgumentException(
                            "an average needs at least 1 run and at most no fewer, got %d to %d"
                                    .formatted(minRuns, maxRuns));
                }
            }
        }

        /** The word for it in a written structure, as in Airflow. */
        default String label() {
            if (this instanceof LogicalDate) {
                return "logical_date";
            }
            if (this instanceof QueuedAt) {
                return "queued_at";
            }
            return this instanceof FixedInstant ? "fixed_datetime" : "average_runtime";
        }
    }

    /**
     * When it is for a run that is being made; empty when there is none for it.
     *
     * @param latest how long the latest so many runs of the DAG that have ended took
     */
    public Optional<Instant> of(DagRun run, Instant now, IntFunction<List<Duration>> latest) {
        return base(run, now, latest).map(from -> from.plus(interval));
    }

    private Optional<Instant> base(DagRun run, Instant now, IntFunction<List<Duration>> latest) {
        if (reference instanceof Reference.LogicalDate) {
            return Optional.ofNullable(run.logicalDate());
        }
        if (reference instanceof Reference.FixedInstant fixed) {
            return Optional.of(fixed.instant());
        }
        if (reference instanceof Reference.AverageRuntime average) {
            var durations = latest.apply(average.maxRuns());
            return durations.size() < average.minRuns()
                    ? Optional.empty()
                    : Optional.of(now.plus(durations.stream()
                            .reduce(Duration.ZERO, Duration::plus)
                            .dividedBy(durations.size())));
        }
        return Optional.of(run.queuedAt() == null ? now : run.queuedAt());
    }

    /** For people. */
    public String describe() {
        var from = reference instanceof Reference.FixedInstant fixed
                ? fixed.instant().toString()
                : reference.label();
        return interval.isZero() ? from : from + " + " + interval;
    }
}
