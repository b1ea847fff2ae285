package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DataInterval;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a run is about in time, as templates see it.
 *
 * @param logicalDate null when the run stands for no instant, as when assets triggered it
 * @param dataInterval null when the run works on no span of time
 */
public record RunTimes(
        @Nullable Instant logicalDate, @Nullable DataInterval dataInterval) {

    /** The times of a run. */
    public static RunTimes of(DagRun run) {
        return new RunTimes(run.logicalDate(), run.dataInterval());
    }
}
