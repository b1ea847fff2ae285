package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a new run of a DAG. Immutable.
 *
 * @param params values by name; text is turned into the type of the parameter's default
 * @param logicalDate null for the moment the run is made
 * @param dataInterval null for what the DAG's schedule says of a run that a person asks for at the logical date
 * @param runAfter when it is due; null for the logical date
 * @param runId null for {@code <type>__<logical date>}
 */
public record RunRequest(
        RunType type,
        Map<String, Object> params,
        @Nullable Instant logicalDate,
        @Nullable DataInterval dataInterval,
        @Nullable Instant runAfter,
        @Nullable String runId) {
    public RunRequest {
        requireNonNull(type, "type");
        params = Map.copyOf(params);
    }

    /** A run that a person asks for. */
    public static RunRequest manual() {
        return new RunRequest(RunType.MANUAL, Map.of(), null, null, null, null);
    }

    /** A run that a timetable asks for. */
    public static RunRequest of(RunType type, ScheduledRun run) {
        return new RunRequest(type, Map.of(), run.logicalDate(), run.dataInterval(), run.runAfter(), run.runId(type));
    }

    public RunRequest params(Map<String, ?> values) {
        return new RunRequest(type, Map.copyOf(values), logicalDate, dataInterval, runAfter, runId);
    }

    public RunRequest logicalDate(Instant instant) {
        return new RunRequest(type, params, requireNonNull(instant, "logicalDate"), dataInterval, runAfter, runId);
    }

    public RunRequest runId(String id) {
        return new RunRequest(type, params, logicalDate, dataInterval, runAfter, requireNonNull(id, "runId"));
    }
}
