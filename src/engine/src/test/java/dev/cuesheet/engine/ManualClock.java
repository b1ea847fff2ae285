package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The clock of the engine's own tests. Users' tests have the one of the testing room, which depends on the engine and
 * therefore cannot serve here.
 */
final class ManualClock extends Clock implements Alarms {
    private final List<Pending> pending = new ArrayList<>();
    private Instant now;

    private record Pending(Instant at, Runnable action) {}

    private ManualClock(Instant now) {
        this.now = now;
    }

    static ManualClock at(String instant) {
        return new ManualClock(Instant.parse(instant));
    }

    /** Moves on, firing each alarm on the way at its own instant. */
    void advance(Duration by) {
        var target = instant().plus(by);
        while (true) {
            Runnable action;
            synchronized (this) {
                var next = pending.stream()
                        .filter(alarm -> !alarm.at.isAfter(target))
                        .min(Comparator.comparing(Pending::at));
                if (next.isEmpty()) {
                    now = target;
                    return;
                }
                pending.remove(next.get());
                now = next.get().at.isAfter(now) ? next.get().at : now;
                action = next.get().action;
            }
            action.run();
        }
    }

    /** Moves on with nothing fired, as while a machine sleeps; what was due is fired late, at the next advance. */
    synchronized void sleep(Duration length) {
        now = now.plus(length);
    }

    /** As if the process that set them had died. */
    synchronized void forgetAlarms() {
        pending.clear();
    }

    synchronized List<Instant> alarms() {
        return pending.stream().map(Pending::at).sorted().toList();
    }

    @Override
    public Alarm at(Instant instant, Runnable action) {
        var alarm = new Pending(instant, action);
        synchronized (this) {
            if (instant.isAfter(now)) {
                pending.add(alarm);
                return () -> remove(alarm);
            }
        }
        action.run();
        return () -> {};
    }

    private synchronized void remove(Pending alarm) {
        pending.remove(alarm);
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
        throw new UnsupportedOperationException();
    }
}
