package dev.cuesheet.engine.spi;

import java.time.Instant;

/**
 * Wakes the engine at an instant. A clock given to the engine may implement this as well; a test's clock then fires its
 * alarms when it is moved.
 */
public interface Alarms {

    /** Runs the action once, as soon as the clock has reached the instant; on a thread of the implementor's choice. */
    Alarm at(Instant instant, Runnable action);

    /** An alarm that is set. */
    @FunctionalInterface
    interface Alarm {
        /** Takes the alarm back; nothing happens when it has gone off. */
        void cancel();
    }
}
