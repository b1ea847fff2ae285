package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.Trigger;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.TriggerHost;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How the engine's own triggers wait. */
public final class Triggers {
    private Triggers() {}

    public static Trigger.Watch fireAt(Instant instant, TriggerHost<Instant> host) {
        var alarm = host.at(instant, () -> host.fire(host.clock().instant()));
        return alarm::cancel;
    }

    /**
     * Looks at an instant, and then again and again.
     *
     * @param interval how long to wait after so many looks
     */
    public static <E> Trigger.Watch poll(
            Instant first, IntFunction<Duration> interval, Trigger.Check<E> check, TriggerHost<E> host) {
        var polling = new Polling<>(interval, check, host);
        polling.lookAt(first);
        return polling;
    }

    public static <E> Trigger.Watch future(Supplier<? extends CompletionStage<E>> stage, TriggerHost<E> host) {
        host.run(() -> stage.get()
                .whenComplete((event, failure) -> host.run(() -> {
                    if (failure == null) {
                        host.fire(event);
                    } else {
                        host.fail(
                                failure instanceof CompletionException e && e.getCause() != null
                                        ? e.getCause()
                                        : failure);
                    }
                })));
        return () -> {};
    }

    /** Looks that follow each other, each on whichever thread the host has. */
    private static final class Polling<E> implements Trigger.Watch {
        private final IntFunction<Duration> interval;
        private final Trigger.Check<E> check;
        private final TriggerHost<E> host;
        private Alarms.@Nullable Alarm next;
        private int looks;
        private boolean ended;

        Polling(IntFunction<Duration> interval, Trigger.Check<E> check, TriggerHost<E> host) {
            this.interval = interval;
            this.check = check;
            this.host = host;
        }

        /** Without a lock while the alarm is set: one that is due at once may go off on this thread. */
        void lookAt(Instant instant) {
            var alarm = host.at(instant, this::look);
            synchronized (this) {
                next = alarm;
                if (ended) {
                    alarm.cancel();
                }
            }
        }

        private void look() throws Exception {
            var found = check.look();
            if (found.isPresent()) {
                host.fire(found.get());
                return;
            }
            int sofar;
            synchronized (this) {
                sofar = ++looks;
            }
            lookAt(host.clock().instant().plus(interval.apply(sofar)));
        }

        @Override
        public synchronized void end() {
            ended = true;
            if (next != null) {
                next.cancel();
            }
        }
    }
}
