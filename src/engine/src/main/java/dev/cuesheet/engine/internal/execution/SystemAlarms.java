package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.spi.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Alarms that wait for real, on one thread that is started with the first alarm. An alarm that goes off before its
 * instant by the clock, because that was set back, is set again. Safe to share between threads.
 */
public final class SystemAlarms implements Alarms, AutoCloseable {
    private final Clock clock;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    public SystemAlarms(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Alarm at(Instant instant, Runnable action) {
        if (closed) {
            return () -> {};
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, work -> {
                var thread = new Thread(work, "cuesheet-alarms");
                thread.setDaemon(true);
                return thread;
            });
            timer.setRemoveOnCancelPolicy(true);
        }
        long nanos = Math.max(0, saturatedNanos(Duration.between(clock.instant(), instant)));
        var pending = timer.schedule(() -> ring(instant, action), nanos, TimeUnit.NANOSECONDS);
        return () -> pending.cancel(false);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }

    private void ring(Instant instant, Runnable action) {
        if (clock.instant().isBefore(instant)) {
            at(instant, action);
        } else {
            action.run();
        }
    }

    private static long saturatedNanos(Duration duration) {
        try {
            return duration.toNanos();
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE / 2;
        }
    }
}
