package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.TaskSpec.Mapping;
import dev.cuesheet.engine.internal.ItemSource;
import dev.cuesheet.engine.internal.TaskBody;
import dev.cuesheet.engine.spi.StateChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks of one run with their instances, new or as an earlier execution left them. */
final class RunGraph {
    private static final String ORPHANED = "The process that ran this attempt ended before it did";

    private final String runId;
    private final Dag dag;
    private final Map<String, TaskNode> nodes = new LinkedHashMap<>();

    /** What becomes of tasks that had failed when their run is gone on with. */
    enum Leftovers {
        /** A person asks for another go. */
        TRY_FAILED_AGAIN,
        /** The run goes on as if its process had not died. */
        AS_THEY_ARE
    }

    private RunGraph(Dag dag, Map<String, TaskBody> bodies, String runId) {
        this.dag = dag;
        this.runId = runId;
        for (var spec : dag.tasks()) {
            nodes.put(
                    spec.id(),
                    new TaskNode(
                            spec,
                            bodies.get(spec.id()),
                            dag.priorityStrategy(spec.id()).orElse(null)));
        }
        for (var node : nodes.values()) {
            for (var id : node.spec.downstream()) {
                var downstream = nodes.get(id);
                node.downstream.add(downstream);
                downstream.upstream.add(node);
            }
        }
        connectMapped();
        Setups.connect(nodes.values());
    }

    private void connectMapped() {
        var groups = new HashMap<String, Mapped>();
        for (var node : nodes.values()) {
            var over = node.body.over();
            if (over == null) {
                continue;
            }
            var mapped = node.spec.mapping() instanceof Mapping.InGroup in
                    ? groups.computeIfAbsent(in.groupId(), id -> mapped(over, true))
                    : mapped(over, false);
            node.mapped = mapped;
            mapped.nodes.add(node);
        }
    }

    private Mapped mapped(ItemSource over, boolean group) {
        var mapped = new Mapped(over, group);
        over.taskIds().forEach(id -> mapped.sources.add(nodes.get(id)));
        mapped.sources.forEach(source -> source.mappedOver = true);
        return mapped;
    }

    /** Of a run that has not begun. */
    static RunGraph fresh(Dag dag, Map<String, TaskBody> bodies, String runId) {
        var graph = new RunGraph(dag, bodies, runId);
        graph.nodes.values().forEach(node -> node.add(graph.untouched(node.spec)));
        graph.count();
        return graph;
    }

    /**
     * Of a run that an earlier execution left unfinished or failed. What has succeeded or was skipped stays; what failed
     * stays too, or gets a full new set of tries; an attempt that ended with its process gets another one in its place.
     *
     * @param deferrals what instances wait for, which goes on
     * @param changes receives what differs from what is stored
     */
    static RunGraph resumed(
            Dag dag,
            Map<String, TaskBody> bodies,
            String runId,
            Collection<TaskInstance> stored,
            Collection<Attempt> attempts,
            Map<TaskInstanceKey, Deferral> deferrals,
            Leftovers leftovers,
            List<StateChange> changes) {
        var graph = new RunGraph(dag, bodies, runId);
        var running = new HashMap<TaskInstanceKey, Attempt>();
        attempts.stream()
                .filter(attempt -> attempt.state() == TaskInstanceState.RUNNING)
                .forEach(attempt -> running.put(attempt.key(), attempt));
        stored.stream()
                .sorted(Comparator.comparingInt(TaskInstance::mapIndex))
                .forEach(instance -> graph.takeOver(
                        instance, running.get(instance.key()), deferrals.get(instance.key()), leftovers, changes));
        for (var node : graph.nodes.values()) {
            if (node.instances.isEmpty()) {
                var added = graph.untouched(node.spec);
                node.add(added);
                changes.add(new StateChange.InstanceIs(added));
            }
        }
        graph.count();
        return graph;
    }

    Collection<TaskNode> nodes() {
        return nodes.values();
    }

    /** The tasks that a branch to this id follows: the task, or all roots of the group. */
    List<String> followed(String taskOrGroupId) {
        if (nodes.containsKey(taskOrGroupId)) {
            return List.of(taskOrGroupId);
        }
        var members = dag.structure().tasksIn(taskOrGroupId);
        var ids = members.stream().map(TaskSpec::id).collect(Collectors.toSet());
        return members.stream()
                .filter(task -> task.upstream().stream().noneMatch(ids::contains))
                .map(TaskSpec::id)
                .toList();
    }

    TaskNode node(String taskId) {
        return nodes.get(taskId);
    }

    /** An instance that nothing has happened to. */
    TaskInstance untouched(TaskSpec spec) {
        var key = new TaskInstanceKey(dag.id(), runId, spec.id(), TaskInstanceKey.UNMAPPED);
        return new TaskInstance(key, TaskInstanceState.NONE, 0, spec.retries().count(), null, null, null);
    }

    List<TaskInstance> instances() {
        var all = new ArrayList<TaskInstance>(nodes.size());
        nodes.values().forEach(node -> node.instances.forEach(cell -> all.add(cell.instance)));
        return all;
    }

    private void takeOver(
            TaskInstance stored,
            @Nullable Attempt running,
            @Nullable Deferral deferral,
            Leftovers leftovers,
            List<StateChange> changes) {
        var node = nodes.get(stored.taskId());
        if (node != null && node.spec.mapped() && isGone(stored)) {
            node.remove(stored);
            return;
        }
        boolean belongs = node != null && (node.spec.mapped() || stored.mapIndex() == TaskInstanceKey.UNMAPPED);
        var now = !belongs
                ? removed(stored)
                : deferral != null
                        ? with(stored, TaskInstanceState.DEFERRED, stored.maxTries())
                        : resumed(stored, node.spec, leftovers);
        if (!now.equals(stored)) {
            changes.add(new StateChange.InstanceIs(now));
        }
        if (running != null) {
            changes.add(new StateChange.AttemptIs(new Attempt(
                    running.key(),
                    running.tryNumber(),
                    TaskInstanceState.RESTARTING,
                    running.startDate(),
                    null,
                    ORPHANED)));
        }
        if (belongs) {
            node.add(now).deferral = deferral;
        }
    }

    /** Whether its item had gone; only another expansion can bring it back. */
    private static boolean isGone(TaskInstance stored) {
        return stored.state() == TaskInstanceState.REMOVED && stored.mapIndex() >= 0;
    }

    private static TaskInstance resumed(TaskInstance stored, TaskSpec spec, Leftovers leftovers) {
        return switch (stored.state()) {
            case SUCCESS, SKIPPED, UP_FOR_RETRY, UP_FOR_RESCHEDULE -> stored;
            case NONE, SCHEDULED, QUEUED -> with(stored, TaskInstanceState.NONE, stored.maxTries());
            case RUNNING, RESTARTING, DEFERRED -> with(stored, TaskInstanceState.NONE, stored.maxTries() + 1);
            case FAILED, UPSTREAM_FAILED -> leftovers == Leftovers.AS_THEY_ARE ? stored : anew(stored, spec);
            case REMOVED -> anew(stored, spec);
        };
    }

    private static TaskInstance anew(TaskInstance stored, TaskSpec spec) {
        return with(
                stored,
                TaskInstanceState.NONE,
                stored.tryNumber() + spec.retries().count());
    }

    private static TaskInstance removed(TaskInstance stored) {
        return stored.state() == TaskInstanceState.REMOVED
                ? stored
                : with(stored, TaskInstanceState.REMOVED, stored.maxTries());
    }

    private static TaskInstance with(TaskInstance instance, TaskInstanceState state, int maxTries) {
        return new TaskInstance(
                instance.key(), state, instance.tryNumber(), maxTries, instance.startDate(), null, null);
    }

    private void count() {
        for (var node : nodes.values()) {
            node.undecided = false;
            for (var cell : node.instances) {
                node.undecided |= cell.state() == TaskInstanceState.NONE;
            }
            if (node.mapped != null) {
                node.mapped.undecided |= node.undecided;
            }
            int relevant = node.relevantInstances();
            for (var downstream : node.downstream) {
                if (node.countsByIndexFor(downstream)) {
                    continue; // counted once the group is expanded
                }
                downstream.counts.expect(node, relevant);
                for (var cell : node.instances) {
                    if (cell.state().isFinished() && cell.state() != TaskInstanceState.REMOVED) {
                        downstream.counts.add(node, cell.state());
                    }
                }
            }
        }
    }
}
