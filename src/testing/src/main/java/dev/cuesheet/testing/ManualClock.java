package dev.cuesheet.testing;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.spi.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that moves only when told. Given to an engine, it also fires the engine's alarms: on the thread that moves it,
 * in the order of their instants, each seeing the instant it was set for. Safe to share between threads.
 */
public final class ManualClock extends Clock implements Alarms {
    private final PriorityQueue<Pending> pending = new PriorityQueue<>();
    private Instant now;
    private long alarmsSet;

    private ManualClock(Instant now) {
        this.now = now;
    }

    /** A clock that shows such an instant as {@code 2024-05-01T02:00:00Z}. */
    public static ManualClock at(String instant) {
        return at(Instant.parse(instant));
    }

    public static ManualClock at(Instant instant) {
        return new ManualClock(requireNonNull(instant, "instant"));
    }

    /** Moves the clock on and fires every alarm on the way. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("a clock does not go backwards, got " + by);
        }
        Instant target;
        synchronized (this) {
            target = now.plus(by);
        }
        for (var due = nextDue(target); due != null; due = nextDue(target)) {
            due.action.run();
        }
    }

    /** How many alarms are waiting to be fired. */
    public synchronized int alarms() {
        return pending.size();
    }

    @Override
    public Alarm at(Instant instant, Runnable action) {
        var alarm = new Pending(instant, requireNonNull(action, "action"));
        boolean due;
        synchronized (this) {
            alarm.number = alarmsSet++;
            due = !instant.isAfter(now);
            if (!due) {
                pending.add(alarm);
            }
        }
        if (due) {
            action.run();
        }
        return () -> remove(alarm);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("a manual clock shows UTC");
    }

    private synchronized @Nullable Pending nextDue(Instant target) {
        var first = pending.peek();
        if (first == null || first.instant.isAfter(target)) {
            now = target;
            return null;
        }
        if (first.instant.isAfter(now)) {
            now = first.instant;
        }
        return pending.remove();
    }

    private synchronized void remove(Pending alarm) {
        pending.remove(alarm);
    }

    private static final class Pending implements Comparable<Pending> {
        final Instant instant;
        final Runnable action;
        long number;

        Pending(Instant instant, Runnable action) {
            this.instant = instant;
            this.action = action;
        }

        @Override
        public int compareTo(Pending other) {
            int byInstant = instant.compareTo(other.instant);
            return byInstant != 0 ? byInstant : Long.compare(number, other.number);
        }
    }
}
