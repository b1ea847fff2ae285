package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A run that a timetable asks for. Immutable.
 *
 * @param logicalDate what the run is for; no two runs of a DAG share it
 * @param runAfter when it is due, which may have passed
 */
public record ScheduledRun(Instant logicalDate, DataInterval dataInterval, Instant runAfter) {
    public ScheduledRun {
        requireNonNull(logicalDate, "logicalDate");
        requireNonNull(dataInterval, "dataInterval");
        requireNonNull(runAfter, "runAfter");
    }

    /** A run for an instant, due at it. */
    public static ScheduledRun exact(Instant at) {
        return new ScheduledRun(at, DataInterval.exact(at), at);
    }

    /** A run over an interval, named by its start and due at its end. */
    public static ScheduledRun over(DataInterval interval) {
        return new ScheduledRun(interval.start(), interval, interval.end());
    }

    /** The id that this run has as one of that type. */
    public String runId(RunType type) {
        return type.runId(runAfter);
    }

    public boolean isDue(Instant now) {
        return !runAfter.isAfter(now);
    }
}
