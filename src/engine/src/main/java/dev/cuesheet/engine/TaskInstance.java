package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One task of one run as it stood when this was read.
 *
 * @param tryNumber number of the current or last attempt; 0 before the first
 * @param maxTries highest try number that may still be followed by another attempt
 * @param startDate of the current or last attempt; null before the first
 * @param endDate of the last attempt, or when the state was decided without one; null until then
 * @param note why it failed or was skipped; null when there is nothing to say
 */
public record TaskInstance(
        TaskInstanceKey key,
        TaskInstanceState state,
        int tryNumber,
        int maxTries,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        @Nullable String note) {

    public TaskInstance {
        requireNonNull(key, "key");
        requireNonNull(state, "state");
    }

    public String taskId() {
        return key.taskId();
    }

    public int mapIndex() {
        return key.mapIndex();
    }

    /** The same for another index. */
    public TaskInstance at(int mapIndex) {
        return new TaskInstance(key.at(mapIndex), state, tryNumber, maxTries, startDate, endDate, note);
    }

    /** Of the last attempt; empty while it runs and when there was none. */
    public Optional<Duration> duration() {
        return startDate == null || endDate == null
                ? Optional.empty()
                : Optional.of(Duration.between(startDate, endDate));
    }
}
