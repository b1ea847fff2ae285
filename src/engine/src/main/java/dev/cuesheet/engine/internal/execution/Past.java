package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.spi.RunsThatCount;
import dev.cuesheet.engine.spi.StateStore;
import java.util.List;
import java.util.Optional;

/**
 * What the run before lets a task do: Airflow's {@code ti_deps/deps/prev_dagrun_dep.py}. What has not finished there
 * holds the task up, as what has failed does.
 */
final class Past {
    private final StateStore store;
    private final Dag dag;
    private final DagRun run;
    private final boolean firstOfBackfill;

    Past(StateStore store, Dag dag, DagRun run) {
        this.store = store;
        this.dag = dag;
        this.run = run;
        this.firstOfBackfill = Optional.ofNullable(run.backfill())
                .flatMap(store.backfills()::find)
                .flatMap(backfill -> backfill.entries().stream()
                        .filter(entry -> entry.leftAlone() == null)
                        .findFirst())
                .filter(first -> first.runId().equals(run.runId()))
                .isPresent();
    }

    boolean lets(TaskSpec task) {
        if (!task.past().matters() || firstOfBackfill || run.logicalDate() == null) {
            return true;
        }
        var which = dag.structure().catchup() ? RunsThatCount.AUTOMATED : RunsThatCount.ALL;
        return store.latestRun(dag.id(), run.logicalDate(), which)
                .map(before -> lets(task, before))
                .orElse(true);
    }

    private boolean lets(TaskSpec task, DagRun before) {
        var instances = store.taskInstances(dag.id(), before.runId(), task.id());
        if (instances.isEmpty()) {
            return task.past().ignoresFirst() && neverBefore(task, before);
        }
        return went(instances)
                && (!task.past().waitsForDownstream()
                        || task.downstream().stream()
                                .allMatch(below -> went(store.taskInstances(dag.id(), before.runId(), below))));
    }

    private boolean neverBefore(TaskSpec task, DagRun last) {
        return store.runsBetween(dag.id(), null, last.logicalDate()).stream()
                .allMatch(earlier -> store.taskInstances(dag.id(), earlier.runId(), task.id())
                        .isEmpty());
    }

    private static boolean went(List<TaskInstance> instances) {
        return instances.stream()
                .map(TaskInstance::state)
                .filter(state -> state != TaskInstanceState.REMOVED)
                .allMatch(state -> state == TaskInstanceState.SUCCESS || state == TaskInstanceState.SKIPPED);
    }
}
