package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.spi.RunOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a DAG as it stood when this was read. Immutable.
 *
 * @param logicalDate what the run is for, which no two runs of a DAG share; null when it is for no time, as when assets
 *     brought it about
 * @param dataInterval the span of time whose data it works on; null when there is no logical date
 * @param runAfter when it was or is due
 * @param params every parameter of the DAG with the value it has in this run; absent if it has none
 * @param queuedAt when it was last put in the queue; null when it never waited there
 * @param startDate when it first started; null while queued
 * @param endDate null while unfinished
 * @param note why the run ended as it did, where that is not plain from its tasks, such as a cancel; null otherwise
 * @param owner the process that is (or was, when it died) executing the run; null when none is
 * @param clearNumber how often it was cleared after it had ended
 * @param backfill the number of the backfill that it belongs to; null when it belongs to none
 */
public record DagRun(
        String dagId,
        String runId,
        RunType type,
        @Nullable Instant logicalDate,
        @Nullable DataInterval dataInterval,
        Instant runAfter,
        Map<String, Object> params,
        RunState state,
        @Nullable Instant queuedAt,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable String note,
        @Nullable RunOwner owner,
        int clearNumber,
        @Nullable Long backfill) {

    public DagRun {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(type, "type");
        requireNonNull(runAfter, "runAfter");
        requireNonNull(state, "state");
        params = Map.copyOf(params);
    }

    /** A new run that is for an instant, and waits since then. */
    public static DagRun queued(String dagId, String runId, RunType type, Instant logicalDate) {
        return new DagRun(
                dagId,
                runId,
                type,
                logicalDate,
                DataInterval.exact(logicalDate),
                logicalDate,
                Map.of(),
                RunState.QUEUED,
                logicalDate,
                null,
                null,
                null,
                null,
                0,
                null);
    }

    /** From start to end; empty while unfinished. */
    public Optional<Duration> duration() {
        return startDate == null || endDate == null
                ? Optional.empty()
                : Optional.of(Duration.between(startDate, endDate));
    }

    /**
     * The logical date.
     *
     * @throws EngineException when the run has none
     */
    public Instant requireLogicalDate() {
        if (logicalDate == null) {
            throw new EngineException(
                    "run %s of DAG \"%s\" has no logical date: it is for no particular time".formatted(runId, dagId));
        }
        return logicalDate;
    }

    /** Whether both count against the same limit of runs that are executed at once: the DAG's, or that of one backfill. */
    public boolean sharesLimitWith(DagRun other) {
        return Objects.equals(backfill, other.backfill);
    }

    public DagRun with(Map<String, Object> otherParams) {
        return new DagRun(
                dagId,
                runId,
                type,
                logicalDate,
                dataInterval,
                runAfter,
                otherParams,
                state,
                queuedAt,
                startDate,
                endDate,
                note,
                owner,
                clearNumber,
                backfill);
    }

    public DagRun running(Instant now, RunOwner by) {
        return inState(RunState.RUNNING, startDate == null ? now : startDate, null, null, by);
    }

    public DagRun finished(RunState as, Instant now, @Nullable String why) {
        return inState(as, startDate, now, why, null);
    }

    public DagRun released() {
        return ownedBy(null);
    }

    public DagRun ownedBy(@Nullable RunOwner by) {
        return inState(state, startDate, endDate, note, by);
    }

    /** Back in the queue after it had ended. */
    public DagRun cleared(Instant now) {
        return new DagRun(
                dagId,
                runId,
                type,
                logicalDate,
                dataInterval,
                runAfter,
                params,
                RunState.QUEUED,
                now,
                null,
                null,
                null,
                null,
                clearNumber + 1,
                backfill);
    }

    /** Taken into a backfill. */
    public DagRun inBackfill(long number) {
        return new DagRun(
                dagId,
                runId,
                RunType.BACKFILL,
                logicalDate,
                dataInterval,
                runAfter,
                params,
                state,
                queuedAt,
                startDate,
                endDate,
                note,
                owner,
                clearNumber,
                number);
    }

    private DagRun inState(
            RunState as, @Nullable Instant start, @Nullable Instant end, @Nullable String why, @Nullable RunOwner by) {
        return new DagRun(
                dagId,
                runId,
                type,
                logicalDate,
                dataInterval,
                runAfter,
                params,
                as,
                queuedAt,
                start,
                end,
                why,
                by,
                clearNumber,
                backfill);
    }
}
