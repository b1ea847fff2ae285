package dev.cuesheet.engine.internal;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSelection;
import dev.cuesheet.engine.TaskSpec;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The tasks of a DAG that a selection means. Setups and teardowns of a selected task go with it, as in Airflow. */
public final class SelectedTasks {
    private final TaskSelection selection;
    private final Set<String> named;
    private final Set<String> taskIds;

    public SelectedTasks(Dag dag, TaskSelection selection) {
        this.selection = selection;
        var pattern = Pattern.compile(selection.tasks());
        named = new LinkedHashSet<>();
        dag.tasks().stream()
                .map(TaskSpec::id)
                .filter(id -> pattern.matcher(id).find())
                .forEach(named::add);
        taskIds = new LinkedHashSet<>(named);
        if (selection.upstream()) {
            taskIds.addAll(reachable(dag, named, TaskSpec::upstream));
        }
        if (selection.downstream()) {
            taskIds.addAll(reachable(dag, named, TaskSpec::downstream));
        }
        taskIds.addAll(setupsAndTeardowns(dag, Set.copyOf(taskIds)));
    }

    /** Whether there is no such task. */
    public boolean isEmpty() {
        return taskIds.isEmpty();
    }

    public boolean has(TaskInstance instance) {
        return taskIds.contains(instance.taskId()) && hasIndex(instance) && hasState(instance.state());
    }

    private boolean hasIndex(TaskInstance instance) {
        return selection.mapIndex() == TaskInstanceKey.UNMAPPED
                || !named.contains(instance.taskId())
                || instance.mapIndex() == selection.mapIndex();
    }

    private boolean hasState(TaskInstanceState state) {
        return (!selection.onlyFailed() || state.isFailure())
                && (!selection.onlyRunning() || state == TaskInstanceState.RUNNING);
    }

    private static Set<String> setupsAndTeardowns(Dag dag, Set<String> selected) {
        var found = new LinkedHashSet<String>();
        for (var setup : dag.tasks()) {
            if (setup.role() != TaskSpec.Role.SETUP) {
                continue;
            }
            var teardowns = setup.downstream().stream()
                    .filter(id -> dag.find(id).orElseThrow().role().isTeardown())
                    .toList();
            var scope = reachable(dag, Set.of(setup.id()), TaskSpec::downstream);
            if (!teardowns.isEmpty()) {
                scope.retainAll(reachable(dag, teardowns, TaskSpec::upstream));
            }
            if (scope.stream().anyMatch(selected::contains)) {
                found.add(setup.id());
                found.addAll(teardowns);
            }
        }
        return found;
    }

    private static Set<String> reachable(
            Dag dag, Collection<String> from, Function<TaskSpec, Collection<String>> step) {
        var found = new LinkedHashSet<>(from);
        var toVisit = new ArrayDeque<>(from);
        for (var id = toVisit.poll(); id != null; id = toVisit.poll()) {
            for (var next : step.apply(dag.find(id).orElseThrow())) {
                if (found.add(next)) {
                    toVisit.add(next);
                }
            }
        }
        return found;
    }
}
