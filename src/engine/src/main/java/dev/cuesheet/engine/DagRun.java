package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.RunOwner;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a DAG as it stood when this was read.
 *
 * @param params every parameter of the DAG with the value it has in this run; absent if it has none
 * @param startDate when it first started; null while queued
 * @param endDate null while unfinished
 * @param note why the run ended as it did, where that is not plain from its tasks, such as a cancel; null otherwise
 * @param owner the process that is (or was, when it died) executing the run; null when none is
 */
public record DagRun(
        String dagId,
        String runId,
        RunType type,
        Instant logicalDate,
        Map<String, Object> params,
        RunState state,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable String note,
        @Nullable RunOwner owner) {

    public DagRun {
        params = Map.copyOf(params);
    }

    /** From start to end; empty while unfinished. */
    public Optional<Duration> duration() {
        return startDate == null || endDate == null
                ? Optional.empty()
                : Optional.of(Duration.between(startDate, endDate));
    }

    public DagRun running(Instant now, RunOwner by) {
        return new DagRun(
                dagId,
                runId,
                type,
                logicalDate,
                params,
                RunState.RUNNING,
                startDate == null ? now : startDate,
                null,
                null,
                by);
    }

    public DagRun finished(RunState as, Instant now, @Nullable String why) {
        return new DagRun(dagId, runId, type, logicalDate, params, as, startDate, now, why, null);
    }

    public DagRun released() {
        return ownedBy(null);
    }

    public DagRun ownedBy(@Nullable RunOwner by) {
        return new DagRun(dagId, runId, type, logicalDate, params, state, startDate, endDate, note, by);
    }
}
