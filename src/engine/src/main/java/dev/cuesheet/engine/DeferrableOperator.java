package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/**
 * An operator that starts work elsewhere, gives its slot up until a {@link Trigger} fires, and goes on in a new slot. While
 * it waits its task instance is deferred, and holds no thread. The wait survives the death of the process: what the
 * operator keeps is stored, and whoever goes on with the run makes the trigger anew from it.
 *
 * <p>Going on is the same try: the try number, the start date and what was pushed as XCom stay. As any operator, one object
 * may serve several attempts at once and keeps nothing of an attempt in its fields.
 *
 * @param <S> what it keeps while it waits, such as the id of a remote job
 * @param <E> the event that it waits for
 * @param <T> what it hands to downstream tasks. All three are of types that a task's result may have
 */
public interface DeferrableOperator<S, E, T> extends Operator<T> {

    /**
     * Begins an attempt.
     *
     * @throws Exception as {@link Operator#execute}
     */
    Step<S, T> start(TaskContext context) throws Exception;

    /**
     * What is waited for. Asked when the wait begins and again by each process that takes it over; the context is valid as
     * long as the wait lasts.
     */
    Trigger<E> trigger(TaskContext context, S state) throws Exception;

    /**
     * Goes on once the trigger has fired; may wait again.
     *
     * @throws Exception as {@link Operator#execute}
     */
    Step<S, T> resume(TaskContext context, S state, @Nullable E event) throws Exception;

    /**
     * Ends the work elsewhere, because a person cancels, clears or marks what waits for it, or the wait takes too long. Is
     * not called when the engine shuts down or crashes: the work goes on then, and is waited for again. May be called for
     * work that has ended meanwhile, also during {@link #resume}.
     */
    default void onKill(TaskContext context, S state) throws Exception {}

    /** Not how this operator works: the engine takes it step by step. */
    @Override
    default @Nullable T execute(TaskContext context) {
        throw new UnsupportedOperationException(
                "%s works in steps, with waits between them; give it to the DAG as it is, not within another operator"
                        .formatted(getClass().getSimpleName()));
    }
}
