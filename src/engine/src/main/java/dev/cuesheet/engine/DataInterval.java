package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/**
 * The span of time whose data a run works on. Immutable.
 *
 * @param start inclusive
 * @param end exclusive, unless it is also the start
 */
public record DataInterval(Instant start, Instant end) {
    public DataInterval {
        requireNonNull(start, "start");
        requireNonNull(end, "end");
        if (end.isBefore(start)) {
            throw new IllegalArgumentException(
                    "a data interval must not end before it starts, got %s to %s".formatted(start, end));
        }
    }

    /** An interval that is no more than an instant. */
    public static DataInterval exact(Instant at) {
        return new DataInterval(at, at);
    }

    /** Whether it is no more than an instant. */
    public boolean isExact() {
        return start.equals(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }
}
