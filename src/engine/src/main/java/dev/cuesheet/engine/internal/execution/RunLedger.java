package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far one run has come: what is to be looked at again, how much is not finished, and the single changes
 * of an instance's state from which every larger decision is made. Used under the run's lock.
 */
final class RunLedger {
    final Deque<TaskNode> toDecide = new ArrayDeque<>();

    /** Single instances that are to be decided, as those of a mapped group are. */
    final Deque<InstanceCell> toDecideAlone = new ArrayDeque<>();

    final Deque<Mapped> toExpand = new ArrayDeque<>();

    /** Tasks that the run before holds up. */
    final Set<TaskNode> heldByPast = new LinkedHashSet<>();

    /** How many instances are not finished. */
    int unfinished;

    /** How many instances hold a slot. */
    int active;

    /** How many instances wait for an instant. */
    int awaitingRetry;

    /** Why the run comes to its end before its tasks do; null while it does not. */
    @Nullable
    Stop stopped;

    private final @Nullable Instant logicalDate;

    RunLedger(@Nullable Instant logicalDate) {
        this.logicalDate = logicalDate;
    }

    /** Why a run comes to its end before its tasks do. */
    enum Stop {
        CANCELLED("Cancelled"),
        TIMED_OUT("timed_out"),
        MARKED_FAILED("Marked failed");

        final String note;

        Stop(String note) {
            this.note = note;
        }
    }

    /** So many more instances of the task are to be waited for. */
    void grow(TaskNode node, int by) {
        unfinished += by;
        for (var downstream : node.downstream) {
            if (!node.countsByIndexFor(downstream)) {
                downstream.counts.expect(node, by);
            }
        }
    }

    void release(TaskNode node, Effects effects) {
        for (var cell : node.instances) {
            if (cell.state() == TaskInstanceState.NONE) {
                schedule(cell, effects);
            }
        }
    }

    void schedule(InstanceCell cell, Effects effects) {
        cell.wait(TaskInstanceState.SCHEDULED);
        effects.changed.add(cell);
    }

    void undo(InstanceCell cell, Effects effects) {
        cell.wait(TaskInstanceState.NONE);
        effects.changed.add(cell);
    }

    void concludeAll(TaskNode node, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        for (var cell : node.instances) {
            if (cell.state() == TaskInstanceState.NONE) {
                conclude(cell, state, note, now, effects);
            }
        }
    }

    void conclude(InstanceCell cell, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        cell.end(state, now, note);
        effects.changed.add(cell);
        unfinished--;
        if (stopped != null) {
            return;
        }
        for (var downstream : cell.node.downstream) {
            if (cell.node.countsByIndexFor(downstream)) {
                countByIndex(cell, downstream, state);
            } else {
                downstream.counts.add(cell.node, state);
                toDecide.add(downstream);
            }
        }
        for (var inScope : cell.node.inScope) {
            if (cell.node.sharesGroupWith(inScope)) {
                decideAlone(inScope.at(cell.instance.mapIndex()));
            } else {
                toDecide.add(inScope);
            }
        }
    }

    /** Before the group is expanded nothing is counted by index: the expansion does so for what has finished by then. */
    private void countByIndex(InstanceCell cell, TaskNode downstream, TaskInstanceState state) {
        var sameIndex = downstream.at(cell.instance.mapIndex());
        if (sameIndex != null && sameIndex.counts != null) {
            sameIndex.counts.add(cell.node, state);
            decideAlone(sameIndex);
        }
    }

    private void decideAlone(@Nullable InstanceCell cell) {
        if (cell != null) {
            toDecideAlone.add(cell);
        }
    }

    /** Takes a finished instance back into what is not finished; its state is for the caller to set. */
    void reopen(InstanceCell cell) {
        unfinished++;
        for (var downstream : cell.node.downstream) {
            if (!cell.node.countsByIndexFor(downstream)) {
                downstream.counts.takeBack(cell.node, cell.state());
            } else {
                var sameIndex = downstream.at(cell.instance.mapIndex());
                if (sameIndex != null && sameIndex.counts != null) {
                    sameIndex.counts.takeBack(cell.node, cell.state());
                }
            }
            if (downstream.mapped != null && downstream.mapped.sources.contains(cell.node)) {
                downstream.mapped.sourceReopened();
            }
        }
    }

    void endAttempt(InstanceCell cell, TaskInstanceState state, @Nullable String note, Instant now, Effects effects) {
        recordAttempt(cell, state, now, note, effects);
        conclude(cell, state, note, now, effects);
    }

    void awaitRetry(InstanceCell cell, Effects effects) {
        awaitingRetry++;
        var instance = cell.instance;
        var failedAt = instance.endDate();
        if (failedAt == null) {
            throw new IllegalStateException(instance.key().display() + " waits for a retry but never ended");
        }
        var delay = cell.retryDelay != null
                ? cell.retryDelay
                : RetryDelay.after(instance.tryNumber(), cell.node.spec.retries(), instance.key(), logicalDate);
        wakeAt(cell, failedAt.plus(delay), effects);
    }

    /** The instance waits for a trigger no more, if it did, and what it waited for elsewhere is to end. */
    void kill(InstanceCell cell, Effects effects) {
        if (cell.deferral != null) {
            effects.kills.add(new Effects.Kill(cell, cell.instance, cell.deferral));
            cell.deferral = null;
        }
    }

    /** Has the instance looked at again at that instant. */
    void wakeAt(InstanceCell cell, Instant instant, Effects effects) {
        cell.dueAt = instant;
        effects.retries.add(new Effects.Retry(cell, instant));
    }

    static void recordAttempt(
            InstanceCell cell,
            TaskInstanceState state,
            @Nullable Instant end,
            @Nullable String error,
            Effects effects) {
        var instance = cell.instance;
        var start = instance.startDate();
        if (start == null) {
            throw new IllegalStateException(instance.key().display() + " ends but never began");
        }
        effects.changes.add(
                new StateChange.AttemptIs(new Attempt(instance.key(), instance.tryNumber(), state, start, end, error)));
    }
}
