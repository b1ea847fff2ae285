package dev.cuesheet.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a task except its body.
 *
 * @param upstream ids of the tasks it waits for, in the order they were named
 * @param downstream ids of the tasks that wait for it
 * @param mapping what it is mapped over
 * @param operator simple name of the operator's class; null when the body is a function
 * @param executionTimeout null when an attempt may take as long as it likes
 */
public record TaskSpec(
        String id,
        List<String> upstream,
        List<String> downstream,
        Mapping mapping,
        @Nullable String operator,
        TriggerRule triggerRule,
        Retries retries,
        @Nullable Duration executionTimeout) {

    public TaskSpec {
        upstream = List.copyOf(upstream);
        downstream = List.copyOf(downstream);
    }

    public boolean mapped() {
        return !(mapping instanceof Mapping.None);
    }

    /** What decides how many instances a task has. */
    public sealed interface Mapping {
        /** One instance. */
        record None() implements Mapping {}

        /** One instance for each of so many items that are written in the DAG. */
        record OverItems(int count) implements Mapping {}

        /** One instance for each item of an upstream task's result. */
        record OverResult(String taskId) implements Mapping {}
    }
}
