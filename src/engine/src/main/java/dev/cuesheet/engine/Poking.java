package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a sensor waits. Immutable. Meanings and defaults are Airflow's ({@code task-sdk/src/airflow/sdk/bases/sensor.py}).
 *
 * @param interval between two pokes
 * @param timeout from the first poke of a try, whether or not the task held its slot; a sensor that has waited so long
 *     fails without another try
 * @param mode whether the task keeps its slot between two pokes
 * @param longestInterval set for exponential backoff: the interval grows up to it; null for an interval that stays
 * @param failing what becomes of failures
 */
public record Poking(
        Duration interval,
        Duration timeout,
        Mode mode,
        @Nullable Duration longestInterval,
        Failing failing) {
    private static final Duration TIMEOUT = Duration.ofDays(7);

    /** What happens to the slot between two pokes. */
    public enum Mode {
        /** The task instance stays running. */
        POKE,
        /** The task instance is up for reschedule; others may run in its place. */
        RESCHEDULE,
        /**
         * The task instance is deferred: it waits without a slot, and all pokes but the first are made by a trigger, which
         * takes none either.
         */
        DEFERRED
    }

    /** What a sensor's failure comes to. */
    public enum Failing {
        /** The task fails. */
        FAILS,
        /** A timeout, or a failure that the sensor says is permanent, skips the task. */
        SOFT,
        /** Any failure skips the task. */
        NEVER,
        /** What goes wrong in a poke is logged and poking goes on; a timeout fails the task. */
        SILENT
    }

    public Poking {
        requireNonNull(mode, "mode");
        requireNonNull(failing, "failing");
        if (interval.isNegative() || interval.isZero() || timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException(
                    "a sensor's interval and timeout must be positive, got %s and %s".formatted(interval, timeout));
        }
    }

    public static Poking every(Duration interval) {
        return new Poking(interval, TIMEOUT, Mode.POKE, null, Failing.FAILS);
    }

    public Poking atMost(Duration longest) {
        return new Poking(interval, longest, mode, longestInterval, failing);
    }

    /** Gives the slot back between two pokes. */
    public Poking rescheduling() {
        return new Poking(interval, timeout, Mode.RESCHEDULE, longestInterval, failing);
    }

    /** Gives the slot back until what the sensor looks for has come to pass; see {@link Mode#DEFERRED}. */
    public Poking deferring() {
        return new Poking(interval, timeout, Mode.DEFERRED, longestInterval, failing);
    }

    /** Waits longer from poke to poke, up to the limit. */
    public Poking backingOffTo(Duration limit) {
        return new Poking(interval, timeout, mode, limit, failing);
    }

    public Poking failing(Failing how) {
        return new Poking(interval, timeout, mode, longestInterval, how);
    }
}
