package dev.cuesheet.engine.spi;

import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link dev.cuesheet.engine.Trigger} may ask of the engine while it waits. The first event or failure counts, and
 * nothing after the wait was ended. Safe to share between threads.
 *
 * @param <E> the trigger's event
 */
public interface TriggerHost<E> {

    /** What an alarm or a thread of the engine does for a trigger. What it throws fails the trigger. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** When the task was deferred, also after a restart. */
    Instant since();

    Clock clock();

    /** Does the work soon, on a thread of those that all triggers share; not when the wait is over by then. */
    void run(Work work);

    /** The same, as soon as the clock has reached the instant. */
    Alarms.Alarm at(Instant instant, Work work);

    /** What the task waits for has come to pass. */
    void fire(@Nullable E event);

    /** It never will, or it cannot be found out. */
    void fail(Throwable cause);
}
