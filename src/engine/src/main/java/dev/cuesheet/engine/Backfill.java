package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A span of past time for which a DAG is run, as it stood when this was read. Immutable.
 *
 * @param number 0 before it is kept
 * @param from the first logical date, itself included
 * @param to the last logical date, itself included
 * @param maxActiveRuns how many of its runs may be executed at once, beside those of the schedule
 * @param endedAt when its last run had ended, or it was cancelled; null until then
 */
public record Backfill(
        long number,
        String dagId,
        Instant from,
        Instant to,
        Reprocess reprocess,
        boolean reverse,
        int maxActiveRuns,
        boolean paused,
        Instant createdAt,
        @Nullable Instant endedAt,
        List<Entry> entries) {

    public Backfill {
        requireNonNull(dagId, "dagId");
        entries = List.copyOf(entries);
    }

    /** What a backfill does with a logical date that has a run already. */
    public enum Reprocess {
        /** Leaves it as it is. */
        NONE,
        /** Runs it again if it has failed. */
        FAILED,
        /** Runs it again if it has ended, however. */
        COMPLETED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Reprocess ofLabel(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * One logical date of a backfill.
     *
     * @param ordinal from 1, in the order in which they are to run
     * @param runId the run for this date, also when that is not part of the backfill
     * @param leftAlone why that run is not part of the backfill; null when it is
     */
    public record Entry(
            int ordinal,
            Instant logicalDate,
            String runId,
            @Nullable String leftAlone) {}

    public Backfill with(List<Entry> dates) {
        return new Backfill(
                number, dagId, from, to, reprocess, reverse, maxActiveRuns, paused, createdAt, endedAt, dates);
    }

    public boolean hasEnded() {
        return endedAt != null;
    }

    public Backfill numbered(long as) {
        return new Backfill(
                as, dagId, from, to, reprocess, reverse, maxActiveRuns, paused, createdAt, endedAt, entries);
    }

    public Backfill paused(boolean now) {
        return new Backfill(
                number, dagId, from, to, reprocess, reverse, maxActiveRuns, now, createdAt, endedAt, entries);
    }

    public Backfill ended(Instant now) {
        return new Backfill(
                number, dagId, from, to, reprocess, reverse, maxActiveRuns, paused, createdAt, now, entries);
    }
}
