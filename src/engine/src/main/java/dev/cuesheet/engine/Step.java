package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far an attempt at a {@link DeferrableOperator} has come: it is done, or waits.
 *
 * @param <S> what the operator keeps while it waits
 * @param <T> the task's result
 */
public sealed interface Step<S, T> {

    /** The work is done. */
    record Done<S, T>(@Nullable T result) implements Step<S, T> {}

    /**
     * The work goes on elsewhere, and is waited for.
     *
     * @param state all that is needed to go on, perhaps in another process
     * @param atMost how long to wait; null when the task's execution timeout alone limits it
     */
    record Waiting<S, T>(S state, @Nullable Duration atMost) implements Step<S, T> {
        public Waiting {
            requireNonNull(state, "state");
            if (atMost != null && (atMost.isNegative() || atMost.isZero())) {
                throw new IllegalArgumentException("a task must be deferred for a positive time, got " + atMost);
            }
        }
    }

    static <S, T> Step<S, T> done(@Nullable T result) {
        return new Done<>(result);
    }

    static <S, T> Step<S, T> waiting(S state) {
        return new Waiting<>(state, null);
    }

    static <S, T> Step<S, T> waiting(S state, Duration atMost) {
        return new Waiting<>(state, requireNonNull(atMost, "atMost"));
    }
}
