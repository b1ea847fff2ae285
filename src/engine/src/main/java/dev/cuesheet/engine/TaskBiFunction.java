package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/** The work of a task that needs the results of two upstream tasks. */
@FunctionalInterface
public interface TaskBiFunction<A, B, T> {

    /** Does the work of one attempt; inputs and result are as for {@link TaskFunction#apply}. */
    @Nullable
    T apply(TaskContext context, A first, B second) throws Exception;
}
