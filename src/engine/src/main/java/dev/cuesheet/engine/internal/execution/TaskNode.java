package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.PriorityStrategy;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.TaskSpec.Role;
import dev.cuesheet.engine.internal.TaskBody;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task of a run: its place in the graph and its instances. Changed by the run's execution alone, under its lock. */
final class TaskNode {
    private static final Logger log = LoggerFactory.getLogger(TaskNode.class);

    final TaskSpec spec;
    final TaskBody body;
    final List<TaskNode> upstream;
    final List<TaskNode> downstream;
    final UpstreamCounts counts = new UpstreamCounts();

    /** Setups further up whose success the task needs. */
    final List<TaskNode> indirectSetups = new ArrayList<>();

    /** Of a setup: the tasks that have it as an indirect one. */
    final List<TaskNode> inScope = new ArrayList<>();

    /** By map index; before expansion, and when not mapped, the one with index -1. */
    final List<InstanceCell> instances = new ArrayList<>(1);

    /** What had become of map indices whose items are gone, in case that they come back. */
    Map<Integer, TaskInstance> removed = Map.of();

    /** What it is mapped over, alone or with its group; null when it is not. */
    @Nullable
    Mapped mapped;

    /** Whether another task is mapped over its result, which then has to be a list. */
    boolean mappedOver;

    /** Whether some instance still waits for the trigger rule. */
    boolean undecided;

    /** Where its instances wait for their turn, once one has. Used under the lock of {@link Slots}. */
    @Nullable
    Lane lane;

    private final @Nullable PriorityStrategy strategy;

    TaskNode(TaskSpec spec, TaskBody body, @Nullable PriorityStrategy strategy) {
        this.strategy = strategy;
        this.upstream = new ArrayList<>(spec.upstream().size());
        this.downstream = new ArrayList<>(spec.downstream().size());
        this.spec = spec;
        this.body = body;
    }

    int weightOf(TaskInstance instance) {
        if (strategy == null) {
            return spec.slots().weight();
        }
        try {
            return strategy.weightOf(instance);
        } catch (RuntimeException e) {
            log.warn(
                    "The priority strategy of {} fails; it is given its own weight",
                    instance.key().display(),
                    e);
            return spec.slots().priorityWeight();
        }
    }

    InstanceCell add(TaskInstance instance) {
        var cell = new InstanceCell(this, instance);
        instances.add(cell);
        return cell;
    }

    /** The item of this instance is gone. */
    void remove(TaskInstance instance) {
        if (removed.isEmpty()) {
            removed = new HashMap<>();
        }
        removed.put(instance.mapIndex(), instance);
    }

    /** Whether each of its instances is decided on its own. */
    boolean inMappedGroup() {
        return mapped != null && mapped.group;
    }

    /**
     * Whether each instance of this task counts only for the one of the other task that has the same map index. Within a
     * mapped group it does, unless the other's rule needs one upstream instance: that may be at any index, as in Airflow's
     * {@code trigger_rule_dep.py}.
     */
    boolean countsByIndexFor(TaskNode other) {
        return mapped != null
                && mapped.group
                && mapped == other.mapped
                && !other.spec.triggerRule().needsOnlyOne();
    }

    boolean sharesGroupWith(TaskNode other) {
        return mapped != null && mapped.group && mapped == other.mapped;
    }

    /** The instance of this map index, or the only one; null when there is none. */
    @Nullable
    InstanceCell at(int mapIndex) {
        if (instances.size() == 1 && instances.get(0).instance.mapIndex() < 0) {
            return instances.get(0);
        }
        return mapIndex >= 0 && mapIndex < instances.size() ? instances.get(mapIndex) : null;
    }

    /** One of the tasks this one waits for. */
    TaskNode upstreamTask(String taskId) {
        for (var task : upstream) {
            if (task.spec.id().equals(taskId)) {
                return task;
            }
        }
        throw new IllegalStateException(spec.id() + " does not wait for " + taskId);
    }

    boolean isLeaf() {
        return downstream.isEmpty();
    }

    /** Whether the run's outcome depends on it: a leaf, but for teardowns that do not count. */
    boolean isEffectiveLeaf() {
        if (spec.role() == Role.TEARDOWN) {
            return false;
        }
        for (var task : downstream) {
            if (task.spec.role() != Role.TEARDOWN) {
                return false;
            }
        }
        return true;
    }

    boolean isSetup() {
        return spec.role() == Role.SETUP;
    }

    /** The tasks and all that can be reached from them by those steps. */
    static Set<TaskNode> reachable(Collection<TaskNode> tasks, Function<TaskNode, List<TaskNode>> step) {
        var found = new LinkedHashSet<>(tasks);
        var toVisit = new ArrayDeque<>(found);
        for (var task = toVisit.poll(); task != null; task = toVisit.poll()) {
            for (var next : step.apply(task)) {
                if (found.add(next)) {
                    toVisit.add(next);
                }
            }
        }
        return found;
    }

    /** How many instances downstream tasks wait for. */
    int relevantInstances() {
        int relevant = 0;
        for (var cell : instances) {
            if (cell.state() != TaskInstanceState.REMOVED) {
                relevant++;
            }
        }
        return relevant;
    }
}
