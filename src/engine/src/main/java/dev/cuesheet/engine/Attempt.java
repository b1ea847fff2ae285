package dev.cuesheet.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One try at a task instance.
 *
 * @param state running, success, failed (no further try), up_for_retry (failed, another follows), skipped, or restarting
 *     when the process that ran it ended first
 * @param endDate null while it runs, and for ever if nobody saw it end
 * @param error why it failed or was skipped; null otherwise
 */
public record Attempt(
        TaskInstanceKey key,
        int tryNumber,
        TaskInstanceState state,
        Instant startDate,
        @Nullable Instant endDate,
        @Nullable String error) {}
