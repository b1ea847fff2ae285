package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Branch;
import dev.cuesheet.engine.TaskSpec.Gate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tasks the result of a gate skips. As Airflow's SkipMixin, branch and short-circuit operators do. */
final class Gates {
    private Gates() {}

    /** What is wrong with a decision; null when nothing is. */
    static @Nullable String faultIn(TaskNode gate, @Nullable Object result) {
        if (gate.spec.gate() == Gate.BRANCH && result instanceof Branch branch) {
            for (var followed : branch.follow()) {
                if (gate.downstream.stream().noneMatch(task -> task.spec.id().equals(followed))) {
                    return "branches to \"%s\", which is not directly downstream of it; these are: %s"
                            .formatted(followed, gate.spec.downstream());
                }
            }
        }
        return null;
    }

    static Set<TaskNode> skippedBy(TaskNode gate, @Nullable Object result) {
        return switch (gate.spec.gate()) {
            case NONE -> Set.of();
            case BRANCH -> result instanceof Branch branch ? notFollowed(gate, branch) : Set.of();
            case SHORT_CIRCUIT -> Boolean.FALSE.equals(result) ? withoutTeardowns(below(gate.downstream)) : Set.of();
            case SHORT_CIRCUIT_DIRECT -> Boolean.FALSE.equals(result) ? withoutTeardowns(gate.downstream) : Set.of();
        };
    }

    private static Set<TaskNode> notFollowed(TaskNode gate, Branch branch) {
        var followed = gate.downstream.stream()
                .filter(task -> branch.follow().contains(task.spec.id()))
                .toList();
        var skipped = withoutTeardowns(gate.downstream);
        skipped.removeAll(below(followed));
        return skipped;
    }

    private static Set<TaskNode> withoutTeardowns(Collection<TaskNode> tasks) {
        var others = new LinkedHashSet<>(tasks);
        others.removeIf(task -> task.spec.role().isTeardown());
        return others;
    }

    /** The tasks and all that wait for them. */
    private static Set<TaskNode> below(Collection<TaskNode> tasks) {
        return TaskNode.reachable(tasks, task -> task.downstream);
    }
}
