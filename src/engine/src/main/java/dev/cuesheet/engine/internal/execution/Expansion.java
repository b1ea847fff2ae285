package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Instant;

/** Gives mapped tasks their instances, one for each item. Used under the run's lock. */
final class Expansion {
    private final RunGraph graph;
    private final TaskResults results;
    private final RunLedger ledger;

    Expansion(RunGraph graph, TaskResults results, RunLedger ledger) {
        this.graph = graph;
        this.results = results;
        this.ledger = ledger;
    }

    /** Gives each mapped task whose turn has come its instances. */
    void expandAll(Instant now, Effects effects) {
        for (var node = ledger.toExpand.poll(); node != null; node = ledger.toExpand.poll()) {
            expand(node, now, effects);
        }
    }

    private void expand(TaskNode node, Instant now, Effects effects) {
        try {
            node.items = results.itemsFor(node);
        } catch (RuntimeException e) {
            ledger.concludeAll(node, TaskInstanceState.FAILED, e.getMessage(), now, effects);
            return;
        }
        int count = node.items.size();
        if (node.instances.get(0).instance.mapIndex() < 0) {
            if (count == 0) {
                ledger.concludeAll(node, TaskInstanceState.SKIPPED, "There is nothing to map over", now, effects);
                return;
            }
            var unexpanded = node.instances.remove(0);
            effects.changed.remove(unexpanded);
            effects.changes.add(new StateChange.InstanceGone(unexpanded.instance.key()));
            ledger.grow(node, -1);
        }
        while (node.instances.size() > count) {
            remove(node, node.instances.remove(node.instances.size() - 1), now, effects);
        }
        for (int index = node.instances.size(); index < count; index++) {
            var blank = graph.untouched(node.spec);
            node.add(blank.at(index));
            ledger.grow(node, 1);
        }
        ledger.release(node, effects);
    }

    /** An item that an earlier execution of this run still had is gone. */
    private void remove(TaskNode node, InstanceCell surplus, Instant now, Effects effects) {
        if (surplus.state().isFinished()) {
            node.downstream.forEach(downstream -> {
                downstream.counts.takeBack(node, surplus.state());
                downstream.counts.expect(node, -1);
            });
        } else {
            ledger.grow(node, -1);
        }
        surplus.end(TaskInstanceState.REMOVED, now, null);
        effects.changed.add(surplus);
        effects.changes.add(new StateChange.ResultGone(surplus.instance.key()));
    }
}
