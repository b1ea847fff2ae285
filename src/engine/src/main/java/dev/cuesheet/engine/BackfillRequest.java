package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Backfill.Reprocess;
import java.time.Instant;
import java.util.Map;

/**
 * Asks for a DAG to be run for a span of past time. Immutable.
 *
 * @param from the first logical date, itself included
 * @param to the last logical date, itself included
 * @param reprocess what becomes of dates that have a run already
 * @param reverse whether the latest date comes first
 * @param maxActiveRuns how many of the runs may be executed at once
 * @param params values by name, for every run
 */
public record BackfillRequest(
        Instant from, Instant to, Reprocess reprocess, boolean reverse, int maxActiveRuns, Map<String, Object> params) {
    /** Airflow's default. */
    private static final int MAX_ACTIVE_RUNS = 10;

    public BackfillRequest {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(reprocess, "reprocess");
        params = Map.copyOf(params);
        if (to.isBefore(from)) {
            throw new IllegalArgumentException(
                    "a backfill must not end before it starts, got %s to %s".formatted(from, to));
        }
        if (maxActiveRuns < 1) {
            throw new IllegalArgumentException("at least one run must be allowed at once, got " + maxActiveRuns);
        }
    }

    /** The dates that have no run yet, from the first to the last, ten at once. */
    public static BackfillRequest between(Instant from, Instant to) {
        return new BackfillRequest(from, to, Reprocess.NONE, false, MAX_ACTIVE_RUNS, Map.of());
    }

    public BackfillRequest reprocess(Reprocess which) {
        return new BackfillRequest(from, to, which, reverse, maxActiveRuns, params);
    }

    /** The latest date first. */
    public BackfillRequest backwards() {
        return new BackfillRequest(from, to, reprocess, true, maxActiveRuns, params);
    }

    public BackfillRequest maxActiveRuns(int limit) {
        return new BackfillRequest(from, to, reprocess, reverse, limit, params);
    }

    public BackfillRequest params(Map<String, ?> values) {
        return new BackfillRequest(from, to, reprocess, reverse, maxActiveRuns, Map.copyOf(values));
    }
}
