package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec.Role;
import java.util.Collection;
import java.util.List;

/**
 * Which tasks depend on which setups without naming them. As Airflow's {@code get_upstreams_only_setups}: a task below a
 * setup is in its scope if the setup has no teardown, or one that is below the task.
 */
final class Setups {
    private Setups() {}

    /** Tells every task of the graph its indirect setups. The nodes are in topological order. */
    static void connect(Collection<TaskNode> nodes) {
        if (nodes.stream().noneMatch(node -> node.spec.role() == Role.SETUP)) {
            return;
        }
        for (var setup : nodes) {
            if (setup.spec.role() == Role.SETUP) {
                connect(setup);
            }
        }
    }

    private static void connect(TaskNode setup) {
        var teardowns = setup.downstream.stream()
                .filter(task -> task.spec.role().isTeardown())
                .toList();
        var scope = TaskNode.reachable(setup.downstream, task -> task.downstream);
        if (!teardowns.isEmpty()) {
            scope.retainAll(TaskNode.reachable(teardowns, task -> task.upstream));
        }
        for (var task : scope) {
            if (!task.spec.role().isTeardown() && !task.upstream.contains(setup)) {
                task.indirectSetups.add(setup);
                setup.inScope.add(task);
            }
        }
    }

    /**
     * What the indirect setups of a task say about it, before its trigger rule is asked.
     *
     * @param mapIndex of the instance in question, if the task is in a mapped group
     */
    static Verdict verdict(TaskNode task, int mapIndex) {
        boolean skipped = false;
        boolean waiting = false;
        for (var setup : task.indirectSetups) {
            for (var cell : relevant(setup, task, mapIndex)) {
                if (cell.state().isFailure()) {
                    return Verdict.FAIL;
                }
                skipped |= cell.state() == TaskInstanceState.SKIPPED;
                waiting |= !cell.state().isFinished();
            }
        }
        if (skipped) {
            return Verdict.SKIP;
        }
        return waiting ? Verdict.WAIT : Verdict.RUN;
    }

    private static List<InstanceCell> relevant(TaskNode setup, TaskNode task, int mapIndex) {
        if (!setup.sharesGroupWith(task)) {
            return setup.instances;
        }
        var sameIndex = setup.at(mapIndex);
        return sameIndex == null ? List.of() : List.of(sameIndex);
    }
}
