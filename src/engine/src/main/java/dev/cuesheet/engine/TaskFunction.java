package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/** The work of a task that needs the result of one upstream task, or one item of a mapped list. */
@FunctionalInterface
public interface TaskFunction<I, T> {

    /**
     * Does the work of one attempt.
     *
     * @param input the upstream result; null when the upstream task had none, or did not succeed and the trigger rule
     *     let this task run all the same
     * @return the task's result, or null when there is nothing to hand on
     */
    @Nullable
    T apply(TaskContext context, I input) throws Exception;
}
