package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.Triggers;
import dev.cuesheet.engine.spi.TriggerHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Something that a deferred task waits for, without a slot and without a thread. It fires once, with an event for the
 * task. After a restart it is made anew and begins again, so it must not miss what came to pass in between: it looks at
 * how things are, and not only at how they change.
 *
 * <p>What it throws, or fails with, ends the task's attempt as if a task had thrown it: {@link TaskSkipped} and {@link
 * TaskFailure} mean what they mean there.
 *
 * @param <E> its event: of a type that a task's result may have
 */
@FunctionalInterface
public interface Trigger<E> {

    /** Begins to wait, and returns soon: whatever takes its time is {@linkplain TriggerHost#run run} by the host. */
    Watch begin(TriggerHost<E> host) throws Exception;

    /** A wait under way. */
    @FunctionalInterface
    interface Watch {
        /** Nobody waits any more, or this engine does not: the wait lets go of what it holds, and ends nothing elsewhere. */
        void end();
    }

    /** What a trigger asks again and again. */
    @FunctionalInterface
    interface Check<E> {
        /** Looks once: the event when it has come to pass, else empty. */
        Optional<E> look() throws Exception;
    }

    /** Fires at the instant, with the time it was then. */
    static Trigger<Instant> at(Instant instant) {
        requireNonNull(instant, "instant");
        return host -> Triggers.fireAt(instant, host);
    }

    /** Fires so long after the task was deferred. */
    static Trigger<Instant> after(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("a trigger cannot fire before the task is deferred, got " + duration);
        }
        return host -> Triggers.fireAt(host.since().plus(duration), host);
    }

    /** Looks at once and then at each interval, until what it looks for has come to pass. */
    static <E> Trigger<E> poll(Duration interval, Check<E> check) {
        requireNonNull(check, "check");
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("the interval of a trigger must be positive, got " + interval);
        }
        return host -> Triggers.poll(host.since(), looks -> interval, check, host);
    }

    /**
     * Fires when the stage completes, with its result. After a restart another one is asked for, so it must be to the same
     * work elsewhere.
     */
    static <E> Trigger<E> future(Supplier<? extends CompletionStage<E>> stage) {
        requireNonNull(stage, "stage");
        return host -> Triggers.future(stage, host);
    }
}
