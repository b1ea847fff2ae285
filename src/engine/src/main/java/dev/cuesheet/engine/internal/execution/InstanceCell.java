package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Holds the current state of one task instance. Changed by the run's execution alone, under its lock. */
final class InstanceCell {
    final TaskNode node;
    TaskInstance instance;

    /** The attempt under way; null when there is none. */
    @Nullable
    AttemptRunner attempt;

    /** Whether the attempt under way was told to end, and is not to be tried again. */
    boolean doomed;

    InstanceCell(TaskNode node, TaskInstance instance) {
        this.node = node;
        this.instance = instance;
    }

    TaskInstanceState state() {
        return instance.state();
    }

    /** Waits for its turn, be it the first or another one. */
    void wait(TaskInstanceState as) {
        instance = new TaskInstance(
                instance.key(),
                as,
                instance.tryNumber(),
                instance.maxTries(),
                instance.startDate(),
                instance.endDate(),
                instance.note());
    }

    void begin(Instant now) {
        instance = new TaskInstance(
                instance.key(),
                TaskInstanceState.RUNNING,
                instance.tryNumber() + 1,
                instance.maxTries(),
                now,
                null,
                null);
    }

    /** Ends an attempt, or decides the instance without one. */
    void end(TaskInstanceState as, Instant now, @Nullable String note) {
        instance = new TaskInstance(
                instance.key(), as, instance.tryNumber(), instance.maxTries(), instance.startDate(), now, note);
    }
}
