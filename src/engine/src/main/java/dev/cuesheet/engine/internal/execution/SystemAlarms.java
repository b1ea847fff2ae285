package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.spi.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Alarms that wait for real, on one thread that is started with the first alarm. Safe to share between threads.
 *
 * <p>Java's timers stand still while the machine sleeps and do not hear of a clock that is set, and nothing tells of
 * either. So no wait is longer than half a minute; the clock is then asked again.
 */
public final class SystemAlarms implements Alarms, AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final Clock clock;
    private final Duration longestWait;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    public SystemAlarms(Clock clock) {
        this(clock, LONGEST_WAIT);
    }

    SystemAlarms(Clock clock, Duration longestWait) {
        this.clock = clock;
        this.longestWait = longestWait;
    }

    @Override
    public Alarm at(Instant instant, Runnable action) {
        var alarm = new SetAlarm(instant, action);
        alarm.waitAgain();
        return alarm;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    private synchronized @Nullable Future<?> after(Duration wait, Runnable look) {
        if (closed) {
            return null;
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, work -> {
                var thread = new Thread(work, "cuesheet-alarms");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
        }
        return timer.schedule(look, wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** One alarm, looked at until its instant has come. */
    private final class SetAlarm implements Alarm {
        private final Instant instant;
        private final Runnable action;
        private @Nullable Future<?> next;
        private boolean cancelled;

        SetAlarm(Instant instant, Runnable action) {
            this.instant = instant;
            this.action = action;
        }

        synchronized void waitAgain() {
            if (!cancelled) {
                next = after(untilNextLook(), this::look);
            }
        }

        private Duration untilNextLook() {
            var left = Duration.between(clock.instant(), instant);
            if (left.isNegative()) {
                return Duration.ZERO;
            }
            return left.compareTo(longestWait) < 0 ? left : longestWait;
        }

        private void look() {
            if (clock.instant().isBefore(instant)) {
                waitAgain();
            } else {
                action.run();
            }
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (next != null) {
                next.cancel(false);
            }
        }
    }
}
