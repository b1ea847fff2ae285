package dev.cuesheet.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work that a task does, usable in many DAGs. One operator object may run several attempts at once, so it
 * keeps nothing of an attempt in its fields.
 *
 * @param <T> what it hands to downstream tasks: a String, a boxed primitive, an enum, a record, a java.time value, or a
 *     List, Map or Optional of those
 */
@FunctionalInterface
public interface Operator<T> {

    /**
     * Does the work of one attempt.
     *
     * @return the task's result, or null when there is nothing to hand on
     * @throws TaskSkipped to end as skipped
     * @throws TaskFailure to say whether another attempt makes sense; any other exception may be retried
     * @throws Exception on failure
     */
    @Nullable
    T execute(TaskContext context) throws Exception;

    /**
     * The texts that this operator will render, by field name. They let {@link DagBuilder#build()} find faults before
     * anything runs, and let a failed rendering name its field.
     */
    default Map<String, String> templates() {
        return Map.of();
    }
}
