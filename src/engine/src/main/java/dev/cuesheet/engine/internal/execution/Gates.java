package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Branch;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec.Gate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which instances the result of a gate skips. As Airflow's SkipMixin, branch and short-circuit operators do. */
final class Gates {
    private Gates() {}

    /** What is wrong with a decision; null when nothing is. */
    static @Nullable String faultIn(RunGraph graph, TaskNode gate, @Nullable Object result) {
        if (gate.spec.gate() == Gate.BRANCH && result instanceof Branch branch) {
            for (var followed : branch.follow()) {
                if (followedBy(graph, gate, followed).isEmpty()) {
                    return "branches to \"%s\", which is not directly downstream of it; these are: %s"
                            .formatted(followed, gate.spec.downstream());
                }
            }
        }
        return null;
    }

    /**
     * The instances that the decision of this one skips. What a gate in a mapped group decides is for the tasks of that
     * group at its own index; tasks outside are left to their trigger rules.
     */
    static List<InstanceCell> skippedBy(RunGraph graph, InstanceCell gate, @Nullable Object result) {
        var node = gate.node;
        var skipped = new ArrayList<InstanceCell>();
        for (var task : tasksSkippedBy(graph, node, result)) {
            if (!node.inMappedGroup()) {
                skipped.addAll(task.instances);
            } else {
                var sameIndex = task.at(gate.instance.mapIndex());
                if (sameIndex != null) {
                    skipped.add(sameIndex);
                }
            }
        }
        skipped.removeIf(cell -> cell.state() != TaskInstanceState.NONE);
        return skipped;
    }

    private static Set<TaskNode> tasksSkippedBy(RunGraph graph, TaskNode gate, @Nullable Object result) {
        return switch (gate.spec.gate()) {
            case NONE -> Set.of();
            case BRANCH -> result instanceof Branch branch ? notFollowed(graph, gate, branch) : Set.of();
            case SHORT_CIRCUIT ->
                Boolean.FALSE.equals(result) ? withoutTeardowns(below(gate, inReach(gate))) : Set.of();
            case SHORT_CIRCUIT_DIRECT -> Boolean.FALSE.equals(result) ? withoutTeardowns(inReach(gate)) : Set.of();
        };
    }

    private static Set<TaskNode> notFollowed(RunGraph graph, TaskNode gate, Branch branch) {
        var followed = branch.follow().stream()
                .flatMap(id -> followedBy(graph, gate, id).stream())
                .toList();
        var skipped = withoutTeardowns(inReach(gate));
        skipped.removeAll(below(gate, followed));
        return skipped;
    }

    /** The tasks directly below the gate that the id of a task or a group stands for. */
    private static List<TaskNode> followedBy(RunGraph graph, TaskNode gate, String id) {
        var ids = Set.copyOf(graph.followed(id));
        return gate.downstream.stream()
                .filter(task -> ids.contains(task.spec.id()))
                .toList();
    }

    private static Set<TaskNode> withoutTeardowns(Collection<TaskNode> tasks) {
        var others = new LinkedHashSet<>(tasks);
        others.removeIf(task -> task.spec.role().isTeardown());
        return others;
    }

    /** The tasks directly below the gate that it can skip. */
    private static List<TaskNode> inReach(TaskNode gate) {
        return inReach(gate, gate.downstream);
    }

    private static List<TaskNode> inReach(TaskNode gate, List<TaskNode> tasks) {
        return gate.inMappedGroup()
                ? tasks.stream().filter(gate::sharesGroupWith).toList()
                : tasks;
    }

    /** The tasks and all that wait for them. */
    private static Set<TaskNode> below(TaskNode gate, Collection<TaskNode> tasks) {
        return TaskNode.reachable(tasks, task -> inReach(gate, task.downstream));
    }
}
