package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.internal.execution.RunOrder.Instance;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * Clears and marks instances of a run, whether it is under way or has ended: Airflow's {@code clear_task_instances} and
 * {@code set_state}. An attempt under way is told to end, and what was wanted comes to pass when it has. Used under the
 * run's lock.
 */
final class Revision {
    static final String CLEARED = "Cleared while it ran";

    private final RunGraph graph;
    private final RunLedger ledger;

    Revision(RunGraph graph, RunLedger ledger) {
        this.graph = graph;
        this.ledger = ledger;
    }

    /** Has the instances run again, with a full new set of tries; those that do not exist any more are passed over. */
    void clear(Collection<Instance> instances, Instant now, Effects effects) {
        cells(instances).forEach(cell -> clear(cell, now, effects));
    }

    /**
     * Gives the instances a finished state. What failed below an instance that is now a success, or skipped, because of it
     * gets another chance.
     */
    void mark(Collection<Instance> instances, TaskInstanceState state, Instant now, Effects effects) {
        var marked = cells(instances);
        marked.forEach(cell -> mark(cell, state, now, effects));
        if (!state.isFailure()) {
            var below =
                    TaskNode.reachable(marked.stream().map(cell -> cell.node).toList(), node -> node.downstream);
            below.stream()
                    .flatMap(node -> List.copyOf(node.instances).stream())
                    .filter(cell -> !marked.contains(cell) && cell.state().isFailure())
                    .forEach(cell -> clear(cell, now, effects));
        }
    }

    /** Marks every instance that is no success as one. */
    void markAllSuccessful(Instant now, Effects effects) {
        for (var node : graph.nodes()) {
            for (var cell : List.copyOf(node.instances)) {
                if (cell.state() != TaskInstanceState.SUCCESS && cell.state() != TaskInstanceState.REMOVED) {
                    mark(cell, TaskInstanceState.SUCCESS, now, effects);
                }
            }
        }
    }

    private List<InstanceCell> cells(Collection<Instance> instances) {
        var wanted = new HashSet<>(instances);
        var cells = new ArrayList<InstanceCell>();
        for (var node : graph.nodes()) {
            for (var cell : node.instances) {
                if (wanted.contains(Instance.of(cell.instance.key()))) {
                    cells.add(cell);
                }
            }
        }
        return cells;
    }

    private void clear(InstanceCell cell, Instant now, Effects effects) {
        switch (cell.state()) {
            case NONE, RESTARTING, REMOVED -> {}
            case RUNNING -> {
                if (cell.attempt != null) {
                    cell.wait(TaskInstanceState.RESTARTING);
                    effects.changed.add(cell);
                    effects.unwanted.add(new Effects.Unwanted(cell.attempt, CLEARED));
                } else {
                    putBack(cell, now, effects);
                    reset(cell, effects);
                }
            }
            case SCHEDULED, QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> {
                putBack(cell, now, effects);
                if (cell.instance.tryNumber() > 0) {
                    effects.changes.add(new StateChange.ResultGone(cell.instance.key()));
                }
                reset(cell, effects);
            }
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED -> {
                ledger.reopen(cell);
                effects.changes.add(new StateChange.ResultGone(cell.instance.key()));
                reset(cell, effects);
            }
        }
    }

    private void mark(InstanceCell cell, TaskInstanceState state, Instant now, Effects effects) {
        var note = "Marked " + state.label();
        switch (cell.state()) {
            case REMOVED -> {}
            case RUNNING, RESTARTING -> {
                if (cell.attempt != null) {
                    cell.markedAs = state;
                    effects.unwanted.add(new Effects.Unwanted(cell.attempt, note));
                } else {
                    putBack(cell, now, effects);
                    ledger.conclude(cell, state, note, now, effects);
                }
            }
            case NONE, SCHEDULED, QUEUED, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> {
                putBack(cell, now, effects);
                cell.node.undecided = cell.node.instances.stream()
                        .anyMatch(other -> other != cell && other.state() == TaskInstanceState.NONE);
                ledger.conclude(cell, state, note, now, effects);
            }
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED -> {
                ledger.reopen(cell);
                ledger.conclude(cell, state, note, now, effects);
            }
        }
    }

    /** Takes an instance that waits out of whatever it waits in. */
    private void putBack(InstanceCell cell, Instant now, Effects effects) {
        switch (cell.state()) {
            case SCHEDULED -> breakOffWait(cell, now, effects);
            case QUEUED -> {
                ledger.active--;
                breakOffWait(cell, now, effects);
            }
            case DEFERRED -> {
                ledger.awaitingRetry--;
                breakOffWait(cell, now, effects);
            }
            case UP_FOR_RETRY, UP_FOR_RESCHEDULE -> ledger.awaitingRetry--;
            case RUNNING, RESTARTING -> {
                ledger.active--;
                RunLedger.recordAttempt(cell, TaskInstanceState.RESTARTING, now, CLEARED, effects);
            }
            case NONE, SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
        }
        cell.continues = false;
        cell.dueAt = null;
    }

    /** A try that waits for a trigger, or is to go on after one, ends here, and so does what it waited for elsewhere. */
    private void breakOffWait(InstanceCell cell, Instant now, Effects effects) {
        if (cell.deferral != null) {
            ledger.kill(cell, effects);
            RunLedger.recordAttempt(cell, TaskInstanceState.RESTARTING, now, CLEARED, effects);
        }
    }

    private void reset(InstanceCell cell, Effects effects) {
        var instance = cell.instance;
        cell.instance = new TaskInstance(
                instance.key(),
                TaskInstanceState.NONE,
                instance.tryNumber(),
                instance.tryNumber() + cell.node.spec.retries().count(),
                null,
                null,
                null);
        cell.deferral = null;
        cell.doomed = false;
        cell.result = null;
        cell.node.undecided = true;
        ledger.toDecide.add(cell.node);
        effects.changed.add(cell);
    }
}
