package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An instant by which a run is to have succeeded.
 *
 * @param name of the deadline in its DAG
 * @param missedAt when it was noticed that it had passed; null until then
 */
public record StoredDeadline(
        String dagId,
        String runId,
        String name,
        Instant due,
        @Nullable Instant missedAt) {
    public StoredDeadline {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(name, "name");
        requireNonNull(due, "due");
    }
}
