package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;

/** Gives mapped tasks their instances, one for each item. Used under the run's lock. */
final class Expansion {
    private static final String GONE = "Its item is no longer in the list";
    private static final String NOTHING = "There is nothing to map over";

    private final RunGraph graph;
    private final TaskResults results;
    private final RunLedger ledger;

    Expansion(RunGraph graph, TaskResults results, RunLedger ledger) {
        this.graph = graph;
        this.results = results;
        this.ledger = ledger;
    }

    /** Gives each mapped task and group whose turn has come its instances. */
    void expandAll(Instant now, Effects effects) {
        for (var mapped = ledger.toExpand.poll(); mapped != null; mapped = ledger.toExpand.poll()) {
            expand(mapped, now, effects);
        }
    }

    private void expand(Mapped mapped, Instant now, Effects effects) {
        int count;
        try {
            count = results.readItemsOf(mapped).size();
        } catch (RuntimeException e) {
            for (var node : mapped.nodes) {
                ledger.concludeAll(node, TaskInstanceState.FAILED, e.getMessage(), now, effects);
            }
            return;
        }
        mapped.nodes.forEach(node -> resize(node, count, now, effects));
        if (mapped.group) {
            mapped.expanded = true;
            mapped.nodes.forEach(Expansion::countByIndex);
            ledger.toDecide.addAll(mapped.nodes);
        } else {
            mapped.nodes.forEach(node -> ledger.release(node, effects));
        }
    }

    private void resize(TaskNode node, int count, Instant now, Effects effects) {
        var first = node.instances.get(0);
        if (first.instance.mapIndex() < 0) {
            if (first.state() != TaskInstanceState.NONE) {
                return; // decided before there was a list, as a task in a group can be
            }
            if (count == 0) {
                ledger.conclude(first, TaskInstanceState.SKIPPED, NOTHING, now, effects);
                return;
            }
            node.instances.remove(0);
            effects.changed.remove(first);
            effects.changes.add(new StateChange.InstanceGone(first.instance.key()));
            ledger.grow(node, -1);
        }
        while (node.instances.size() > Math.max(count, 1)) {
            remove(node, node.instances.remove(node.instances.size() - 1), now, effects);
        }
        if (count == 0) {
            skip(node.instances.get(0), now, effects);
        }
        for (int index = node.instances.size(); index < count; index++) {
            effects.changed.add(node.add(blank(node, index)));
            ledger.grow(node, 1);
        }
    }

    /** A new instance; one that was there before goes on counting its tries, so that each attempt keeps its number. */
    private TaskInstance blank(TaskNode node, int index) {
        var before = node.removed.get(index);
        if (before == null) {
            return graph.untouched(node.spec).at(index);
        }
        int tries = before.tryNumber();
        int maxTries = tries + node.spec.retries().count();
        return new TaskInstance(before.key(), TaskInstanceState.NONE, tries, maxTries, null, null, null);
    }

    /**
     * The last instance of a list that has become empty: it stays, skipped, so that whatever is below fares as it would
     * have if the list had been empty from the first.
     */
    private void skip(InstanceCell last, Instant now, Effects effects) {
        if (last.state() == TaskInstanceState.SKIPPED) {
            return;
        }
        if (last.attempt != null) {
            last.markedAs = TaskInstanceState.SKIPPED;
            effects.unwanted.add(new Effects.Unwanted(last.attempt, GONE));
            return;
        }
        if (last.state().isFinished()) {
            ledger.reopen(last);
            effects.changes.add(new StateChange.ResultGone(last.instance.key()));
        } else {
            withdraw(last, effects);
        }
        ledger.conclude(last, TaskInstanceState.SKIPPED, NOTHING, now, effects);
    }

    /** Begins to count, for each instance of a task in a group, what is upstream of it at the same index. */
    private static void countByIndex(TaskNode node) {
        for (var cell : node.instances) {
            var counts = new UpstreamCounts();
            for (var upstream : node.upstream) {
                if (upstream.countsByIndexFor(node)) {
                    var sameIndex = upstream.at(cell.instance.mapIndex());
                    counts.expect(upstream, 1);
                    if (sameIndex != null && sameIndex.state().isFinished()) {
                        counts.add(upstream, sameIndex.state());
                    }
                }
            }
            cell.counts = counts;
        }
        node.undecided = true;
    }

    /** An item that an earlier execution of this run still had is gone. */
    private void remove(TaskNode node, InstanceCell surplus, Instant now, Effects effects) {
        if (surplus.state().isFinished()) {
            for (var downstream : node.downstream) {
                if (!node.countsByIndexFor(downstream)) {
                    downstream.counts.takeBack(node, surplus.state());
                    downstream.counts.expect(node, -1);
                }
            }
        } else {
            withdraw(surplus, effects);
            ledger.grow(node, -1);
        }
        ledger.toDecide.addAll(node.downstream); // it may have been all that they still waited for
        ledger.toDecide.addAll(node.inScope);
        surplus.end(TaskInstanceState.REMOVED, now, null);
        node.remove(surplus.instance);
        effects.changed.add(surplus);
        effects.changes.add(new StateChange.ResultGone(surplus.instance.key()));
    }

    private void withdraw(InstanceCell surplus, Effects effects) {
        switch (surplus.state()) {
            case QUEUED -> ledger.active--;
            case UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> ledger.awaitingRetry--;
            case RUNNING, RESTARTING -> {
                if (surplus.attempt == null) {
                    ledger.active--;
                } else {
                    effects.unwanted.add(
                            new Effects.Unwanted(surplus.attempt, GONE)); // holds its slot until it has ended
                }
            }
            case NONE, SCHEDULED -> {}
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> {}
        }
        ledger.kill(surplus, effects);
    }
}
