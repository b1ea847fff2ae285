package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.Backoff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How long a failed attempt waits for the next one: Airflow's {@code TaskInstance.next_retry_datetime}. */
final class RetryDelay {
    private static final Duration UNLIMITED = Duration.ofDays(1);

    private RetryDelay() {}

    static Duration after(int failedTry, Retries retries, TaskInstanceKey key, @Nullable Instant logicalDate) {
        if (!retries.backingOff() || retries.multiplier() == 1) {
            return retries.delay();
        }
        var limit = retries.longestDelay() == null ? UNLIMITED : retries.longestDelay();
        var name = Backoff.name(key.dagId(), key.taskId(), logicalDate, failedTry);
        return Backoff.delay(retries.delay(), retries.multiplier(), failedTry - 1, limit, name);
    }
}
