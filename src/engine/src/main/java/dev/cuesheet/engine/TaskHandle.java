package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A task of a DAG being defined. Passing it as input to another task makes that task wait for it and receive its
 * result. Usable until the DAG is built, from one thread.
 *
 * @param <T> the task's result
 */
public sealed class TaskHandle<T> permits MappedTaskHandle {
    final TaskDraft draft;

    TaskHandle(TaskDraft draft) {
        this.draft = draft;
    }

    public final String id() {
        return draft.id;
    }

    /** Order without data: this task waits for those. */
    public TaskHandle<T> after(TaskHandle<?>... upstream) {
        for (TaskHandle<?> handle : upstream) {
            draft.waitFor(requireNonNull(handle, "upstream").draft);
        }
        return this;
    }

    /** Retries of this task instead of the DAG's. */
    public TaskHandle<T> retries(Retries retries) {
        draft.retries(requireNonNull(retries, "retries"));
        return this;
    }

    /** How long one attempt may run before it is cancelled and counts as failed. */
    public TaskHandle<T> executionTimeout(Duration timeout) {
        draft.executionTimeout(requireNonNull(timeout, "timeout"));
        return this;
    }

    /** What the upstream tasks must have come to before this task runs; all of them succeeded, unless said here. */
    public TaskHandle<T> triggerRule(TriggerRule rule) {
        draft.triggerRule(requireNonNull(rule, "rule"));
        return this;
    }
}
