package dev.cuesheet.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything about a DAG except its task bodies, as plain data.
 *
 * @param description empty when none was given
 * @param startDate null when unbounded
 * @param endDate null when unbounded
 * @param retries what tasks without retries of their own were given
 * @param maxActiveRuns how many runs may be executed at once, not counting those of backfills
 * @param maxConsecutiveFailedRuns how many runs may fail one after another before the DAG is paused; 0 for any number
 * @param dagrunTimeout how long a run may take from its start; null when it may take as long as it likes
 * @param failFast whether the first failed task ends the run
 * @param ties the callbacks and deadlines of its runs
 * @param groups the groups of tasks, those around others first
 * @param tasks in topological order; among tasks that may run in any order, the one defined first comes first
 */
public record DagStructure(
        String id,
        String description,
        Schedule schedule,
        boolean catchup,
        @Nullable Instant startDate,
        @Nullable Instant endDate,
        Retries retries,
        int maxActiveTasks,
        int maxActiveRuns,
        int maxConsecutiveFailedRuns,
        @Nullable Duration dagrunTimeout,
        boolean failFast,
        Ties ties,
        List<String> tags,
        List<Param> params,
        List<GroupSpec> groups,
        List<TaskSpec> tasks) {

    /**
     * What is told of a DAG's runs.
     *
     * @param callbacks what it has callbacks for
     * @param deadlines by when runs are to have succeeded
     */
    public record Ties(Set<CallbackKind> callbacks, List<DeadlineSpec> deadlines) {
        public Ties {
            callbacks = Set.copyOf(callbacks);
            deadlines = List.copyOf(deadlines);
        }
    }

    public DagStructure {
        tags = List.copyOf(tags);
        params = List.copyOf(params);
        groups = List.copyOf(groups);
        tasks = List.copyOf(tasks);
    }

    /** How many runs may be executed at once, by the DAG's own limit and its timetable's. */
    public int activeRunsLimit() {
        return Math.min(maxActiveRuns, schedule.activeRunsLimit().orElse(maxActiveRuns));
    }

    /** The bounds within which the schedule has runs due. */
    public TimeRestriction restriction() {
        return new TimeRestriction(startDate, endDate, catchup);
    }

    /** The tasks of a group and of those within it, in order; none when there is no such group. */
    public List<TaskSpec> tasksIn(String groupId) {
        var within = new HashSet<String>();
        for (var group : groups) {
            if (group.id().equals(groupId) || group.parent() != null && within.contains(group.parent())) {
                within.add(group.id());
            }
        }
        return tasks.stream()
                .filter(task -> task.group() != null && within.contains(task.group()))
                .toList();
    }

    /** One task waits for another. */
    public record Edge(String upstream, String downstream) {}

    public List<Edge> edges() {
        return tasks.stream()
                .flatMap(task -> task.downstream().stream().map(downstream -> new Edge(task.id(), downstream)))
                .toList();
    }

    public Optional<Param> param(String name) {
        return params.stream().filter(param -> param.name().equals(name)).findFirst();
    }

    /** The tasks by id, in topological order. */
    public Map<String, TaskSpec> tasksById() {
        var byId = new LinkedHashMap<String, TaskSpec>();
        tasks.forEach(task -> byId.put(task.id(), task));
        return byId;
    }
}
