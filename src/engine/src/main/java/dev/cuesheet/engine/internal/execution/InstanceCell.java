package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Holds the current state of one task instance. Changed by the run's execution alone, under its lock. */
final class InstanceCell {
    /** Results of so many characters are kept here, beside the store. */
    private static final int SHORT = 256;

    final TaskNode node;
    TaskInstance instance;

    /** Within a mapped group, how its upstream at the same index stands; null otherwise, and before the expansion. */
    @Nullable
    UpstreamCounts counts;

    /** The attempt under way; null when there is none. */
    @Nullable
    AttemptRunner attempt;

    /** Whether the attempt under way was told to end, and is not to be tried again. */
    boolean doomed;

    /** Whether the next beginning goes on with the present try: a sensor looks again. */
    boolean continues;

    /** What the instance is to be once its attempt under way has ended, because somebody says so; null otherwise. */
    @Nullable
    TaskInstanceState markedAs;

    /** When it is to be looked at again, if it waits for that; an alarm that was set for an earlier wait is too early. */
    @Nullable
    Instant dueAt;

    /** Since when the attempt has held its slot without a break; null before the first. */
    @Nullable
    Instant inSlotSince;

    /** The result of an attempt that has succeeded, until it is stored; null otherwise. Under the lock. */
    @Nullable
    StoredResult accepted;

    /** The stored result, if it is known here and short; null otherwise. */
    volatile @Nullable StoredResult result;

    /** What a rule for failures of its kind said of the wait before the next attempt; null when the usual delay holds. */
    @Nullable
    Duration retryDelay;

    /** What its try waits for, or has waited for until it went on; null when it does neither. */
    @Nullable
    Deferral deferral;

    /** What the latest attempt told of the assets that it updates, by their names. */
    Map<String, Map<String, Object>> told = Map.of();

    /** What it has of the slots, and how it waits for them; null when it does not. Used under the lock of {@link Slots}. */
    Slots.Hold hold = Slots.Hold.NOTHING;

    Lane.@Nullable Offer offer;

    /** Whether it has its slots but needs no worker, because it waits for its next look. As {@link #hold}. */
    boolean resting;

    InstanceCell(TaskNode node, TaskInstance instance) {
        this.node = node;
        this.instance = instance;
    }

    TaskInstanceState state() {
        return instance.state();
    }

    /** The result is in the store. */
    void resultStored() {
        result = accepted != null && accepted.json().length() <= SHORT ? accepted : null;
        accepted = null;
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
        result = null;
        if (!(continues && rests())) {
            inSlotSince = continues && deferral != null && instance.startDate() != null
                    ? instance.startDate() // a deferred try has one execution timeout for all of it, as in Airflow
                    : now;
        }
        if (!continues) {
            deferral = null;
        }
        instance = new TaskInstance(
                instance.key(),
                TaskInstanceState.RUNNING,
                continues ? instance.tryNumber() : instance.tryNumber() + 1,
                instance.maxTries(),
                continues && instance.startDate() != null ? instance.startDate() : now,
                null,
                null);
    }

    /** Gives it a full set of tries beyond those it has had. */
    void renewTries() {
        instance = new TaskInstance(
                instance.key(),
                instance.state(),
                instance.tryNumber(),
                instance.tryNumber() + node.spec.retries().count(),
                instance.startDate(),
                instance.endDate(),
                instance.note());
    }

    /** Whether it is running but only waits for its next look. */
    boolean rests() {
        return state() == TaskInstanceState.RUNNING && attempt == null;
    }

    /** Ends an attempt, or decides the instance without one. */
    void end(TaskInstanceState as, Instant now, @Nullable String note) {
        deferral = null;
        instance = new TaskInstance(
                instance.key(), as, instance.tryNumber(), instance.maxTries(), instance.startDate(), now, note);
    }
}
