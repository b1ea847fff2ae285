package dev.cuesheet.aws;

import java.time.Duration;
import java.time.Instant;

/**
 * How patiently to wait for remote work.
 *
 * @param first the pause before the second look; pauses grow from here
 * @param interval the longest pause between two looks
 * @param limit how long to wait altogether
 */
public record Wait(Duration first, Duration interval, Duration limit) {
    public Wait {
        if (first.isNegative() || first.isZero()) {
            throw new IllegalArgumentException("The first pause of a wait must be positive, got " + first);
        }
        if (interval.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "The interval of a wait must be at least its first pause %s, got %s".formatted(first, interval));
        }
        if (limit.isNegative()) {
            throw new IllegalArgumentException("The limit of a wait must not be negative, got " + limit);
        }
    }

    /** Looks first after 50 ms, then ever more rarely up to the interval. */
    public static Wait every(Duration interval, Duration limit) {
        var first = Duration.ofMillis(50);
        return new Wait(interval.compareTo(first) < 0 ? interval : first, interval, limit);
    }

    public Wait upTo(Duration limit) {
        return new Wait(first, interval, limit);
    }

    /** The same, but over by the deadline at the latest. */
    public Wait notBeyond(Instant deadline, Instant now) {
        var left = Duration.between(now, deadline);
        if (left.isNegative()) {
            left = Duration.ZERO;
        }
        return left.compareTo(limit) < 0 ? upTo(left) : this;
    }
}
