package dev.cuesheet.engine.simulation;

import dev.cuesheet.engine.spi.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The time of a simulation and what is to happen in it. Alarms go off in the order of their instants, those of one
 * instant in the order they were set, and never while they are being set. For one thread.
 */
final class Timeline {
    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparing(Pending::instant).thenComparingLong(Pending::number));
    private Instant now;
    private long alarmsSet;

    Timeline(Instant start) {
        now = start;
    }

    Instant now() {
        return now;
    }

    /** A clock with alarms that all die with it, as those of a process do. */
    final class ClockOfProcess extends Clock implements Alarms {
        private boolean dead;

        void die() {
            dead = true;
        }

        boolean dead() {
            return dead;
        }

        @Override
        public Alarm at(Instant instant, Runnable action) {
            var alarm = new Pending(instant, alarmsSet++, action, this);
            pending.add(alarm);
            return alarm::cancel;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("simulated time is UTC");
        }
    }

    ClockOfProcess clock() {
        return new ClockOfProcess();
    }

    /** The machine sleeps: alarms of that time are late. */
    void sleep(Duration length) {
        now = now.plus(length);
    }

    /** Moves on to the instant, unless it has passed. */
    void reach(Instant instant) {
        if (instant.isAfter(now)) {
            now = instant;
        }
    }

    /**
     * Moves on to the next alarm and fires it.
     *
     * @param end nothing happens from this instant on; null for no end
     * @return whether there was an alarm
     */
    boolean step(@Nullable Instant end) {
        while (end == null || now.isBefore(end)) {
            var next = pending.peek();
            if (next == null || end != null && !next.instant.isBefore(end)) {
                return false;
            }
            pending.remove();
            if (next.goesOff()) {
                reach(next.instant);
                next.action.run();
                return true;
            }
        }
        return false;
    }

    private static final class Pending {
        private final Instant instant;
        private final long number;
        private final Runnable action;
        private final ClockOfProcess process;
        private boolean cancelled;

        Pending(Instant instant, long number, Runnable action, ClockOfProcess process) {
            this.instant = instant;
            this.number = number;
            this.action = action;
            this.process = process;
        }

        Instant instant() {
            return instant;
        }

        long number() {
            return number;
        }

        void cancel() {
            cancelled = true;
        }

        boolean goesOff() {
            return !cancelled && !process.dead();
        }
    }
}
