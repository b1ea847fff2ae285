package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How often a failed task is tried again, and after what delay.
 *
 * @param count further attempts after the first
 * @param delay from the end of a failed attempt to the next one; with backoff, the least delay after the first failure
 * @param backingOff whether the delay doubles with each attempt, with a jitter that is the same for the same attempt
 * @param longestDelay what a growing delay never exceeds; null for a day, which is the limit in any case
 */
public record Retries(
        int count,
        Duration delay,
        boolean backingOff,
        @Nullable Duration longestDelay) {

    private static final Duration AIRFLOWS_DELAY = Duration.ofMinutes(5);

    public Retries {
        requireNonNull(delay, "delay");
        if (count < 0) {
            throw new IllegalArgumentException("retries must not be negative, got " + count);
        }
        if (delay.isNegative()) {
            throw new IllegalArgumentException("the delay between retries must not be negative, got " + delay);
        }
        if (longestDelay != null && longestDelay.isNegative()) {
            throw new IllegalArgumentException("the longest delay must not be negative, got " + longestDelay);
        }
    }

    /** No second attempt. */
    public static Retries none() {
        return new Retries(0, AIRFLOWS_DELAY, false, null);
    }

    /** So many further attempts, five minutes apart unless {@link #every} or {@link #backingOffFrom} says otherwise. */
    public static Retries upTo(int count) {
        return new Retries(count, AIRFLOWS_DELAY, false, null);
    }

    /** The same delay after each failed attempt. */
    public Retries every(Duration fixedDelay) {
        return new Retries(count, fixedDelay, false, null);
    }

    /** A delay that starts between once and twice the given one and doubles with each attempt, up to a day. */
    public Retries backingOffFrom(Duration firstDelay) {
        return new Retries(count, firstDelay, true, longestDelay);
    }

    /** Limits a growing delay. */
    public Retries noLongerThan(Duration limit) {
        return new Retries(count, delay, backingOff, limit);
    }
}
