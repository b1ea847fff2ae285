package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.TaskBody;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/** The drafts of one DAG in topological order, or the cycles that prevent one. Linear in tasks and edges, but for a heap. */
final class TaskGraph {
    private final List<TaskDraft> ordered;
    private final Map<TaskDraft, List<TaskDraft>> downstream;
    private final List<DagFault> faults;

    private TaskGraph(List<TaskDraft> ordered, Map<TaskDraft, List<TaskDraft>> downstream, List<DagFault> faults) {
        this.ordered = ordered;
        this.downstream = downstream;
        this.faults = faults;
    }

    static TaskGraph of(DagBuilder dag, List<TaskDraft> tasks) {
        var rank = new HashMap<TaskDraft, Integer>();
        var downstream = new HashMap<TaskDraft, List<TaskDraft>>();
        var waitsFor = new HashMap<TaskDraft, Integer>();
        var foreign = new ArrayList<DagFault>();
        for (var task : tasks) {
            rank.put(task, rank.size());
            downstream.put(task, new ArrayList<>());
        }
        for (var task : tasks) {
            int own = 0;
            for (var up : task.upstream()) {
                if (up.owner == dag) {
                    downstream.get(up).add(task);
                    own++;
                } else {
                    foreign.add(new DagFault(
                            task.id,
                            "waits for \"%s\", which is a task of another DAG; a DAG's tasks can only wait for each other"
                                    .formatted(up.id)));
                }
            }
            waitsFor.put(task, own);
        }

        var ready = new PriorityQueue<TaskDraft>((a, b) -> rank.get(a) - rank.get(b));
        for (var task : tasks) {
            if (waitsFor.get(task) == 0) {
                ready.add(task);
            }
        }
        var ordered = new ArrayList<TaskDraft>(tasks.size());
        while (!ready.isEmpty()) {
            var task = ready.remove();
            ordered.add(task);
            for (var next : downstream.get(task)) {
                if (waitsFor.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        var faults = new ArrayList<>(foreign);
        if (ordered.size() < tasks.size()) {
            var stuck = new LinkedHashMap<TaskDraft, Boolean>();
            tasks.stream().filter(task -> waitsFor.get(task) > 0).forEach(task -> stuck.put(task, true));
            faults.addAll(cyclesIn(stuck.keySet()));
        }
        return new TaskGraph(ordered, downstream, faults);
    }

    List<DagFault> faults() {
        return faults;
    }

    List<TaskSpec> specs(Retries retriesOfDag) {
        var specs = new ArrayList<TaskSpec>(ordered.size());
        var weights = Weights.of(ordered, downstream);
        for (int i = 0; i < ordered.size(); i++) {
            var task = ordered.get(i);
            specs.add(task.toSpec(idsOf(downstream.get(task)), retriesOfDag, weights[i]));
        }
        return specs;
    }

    Map<String, TaskBody> bodies() {
        var bodies = new HashMap<String, TaskBody>();
        ordered.forEach(task -> bodies.put(task.id, task.body));
        return Collections.unmodifiableMap(bodies);
    }

    /** How tasks are weighed that have a rule of their own. */
    Map<String, PriorityStrategy> strategies() {
        var strategies = new HashMap<String, PriorityStrategy>();
        for (var task : ordered) {
            var strategy = task.strategy();
            if (strategy != null) {
                strategies.put(task.id, strategy);
            }
        }
        return Map.copyOf(strategies);
    }

    static List<String> idsOf(Collection<TaskDraft> tasks) {
        var ids = new ArrayList<String>(tasks.size());
        tasks.forEach(task -> ids.add(task.id));
        return ids;
    }

    /** Walks upstream from each task not yet seen; a walk that meets itself has found a cycle. */
    private static List<DagFault> cyclesIn(Set<TaskDraft> stuck) {
        var faults = new ArrayList<DagFault>();
        var seen = new HashSet<TaskDraft>();
        for (var start : stuck) {
            var walk = new LinkedHashMap<TaskDraft, Integer>();
            var at = start;
            while (seen.add(at)) {
                walk.put(at, walk.size());
                at = at.upstream().stream().filter(stuck::contains).findFirst().orElseThrow();
            }
            var position = walk.get(at);
            if (position != null) {
                var cycle = new ArrayList<>(walk.keySet()).subList(position, walk.size());
                Collections.reverse(cycle);
                Collections.rotate(cycle, 1);
                faults.add(describe(cycle));
            }
        }
        return faults;
    }

    private static DagFault describe(List<TaskDraft> cycle) {
        var first = cycle.get(0).id;
        var path = cycle.stream().map(task -> task.id).collect(Collectors.joining(" -> ", "", " -> " + first));
        return new DagFault(first, "waits for itself: " + path);
    }
}
