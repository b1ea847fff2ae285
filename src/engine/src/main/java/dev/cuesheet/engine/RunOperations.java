package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.SelectedTasks;
import dev.cuesheet.engine.internal.execution.RunOrder;
import dev.cuesheet.engine.spi.StateStore;
import java.util.ArrayList;
import java.util.List;

/**
 * What people do to runs: clear, mark, end. A run that this engine executes changes at once; one that another process
 * executes is told, and changes when that hears of it; any other changes in the store, and waits in the queue if it has to
 * go on. Safe to share between threads.
 */
public final class RunOperations {
    private final Engine engine;
    private final StateStore store;

    RunOperations(Engine engine, StateStore store) {
        this.engine = engine;
        this.store = store;
    }

    /**
     * The instances that a selection means, of this run and, if it says so, of those before and after it.
     *
     * @throws EngineException when there is no such run or no such task
     */
    public List<TaskInstance> select(Dag dag, String runId, TaskSelection selection) {
        var tasks = new SelectedTasks(dag, selection);
        if (tasks.isEmpty()) {
            throw new EngineException("DAG \"%s\" has no task that matches \"%s\"; it has: %s"
                    .formatted(
                            dag.id(),
                            selection.tasks(),
                            String.join(
                                    ", ", dag.tasks().stream().map(TaskSpec::id).toList())));
        }
        var selected = new ArrayList<TaskInstance>();
        for (var run : runs(dag, runId, selection)) {
            store.taskInstances(dag.id(), run.runId()).stream()
                    .filter(tasks::has)
                    .forEach(selected::add);
        }
        return List.copyOf(selected);
    }

    /**
     * Has the selected instances run again, with a full new set of tries. A run that has ended waits in the queue then.
     *
     * @return the instances as they were
     */
    public List<TaskInstance> clear(Dag dag, String runId, TaskSelection selection) {
        var selected = select(dag, runId, selection);
        forEachRun(dag, selected, RunOrder.Clear::new);
        return selected;
    }

    /**
     * Gives the selected instances a state without running them; what had failed because of one that is now a success or
     * skipped gets another chance.
     *
     * @param state success, failed or skipped
     * @return the instances as they were
     */
    public List<TaskInstance> mark(Dag dag, String runId, TaskSelection selection, TaskInstanceState state) {
        if (state != TaskInstanceState.SUCCESS
                && state != TaskInstanceState.FAILED
                && state != TaskInstanceState.SKIPPED) {
            throw new IllegalArgumentException("a task can be marked success, failed or skipped, not " + state.label());
        }
        var selected = select(dag, runId, selection);
        forEachRun(dag, selected, instances -> new RunOrder.Mark(instances, state));
        return selected;
    }

    /**
     * Ends a run: as a success, with all its tasks; or as failed, with the tasks that run, while those that have not begun
     * are skipped.
     *
     * @param state success or failed
     */
    public void end(Dag dag, String runId, RunState state) {
        if (!state.isFinished()) {
            throw new IllegalArgumentException("a run can be marked success or failed, not " + state.label());
        }
        engine.order(dag, runId, new RunOrder.End(state));
    }

    private interface OrderFor {
        RunOrder instances(List<RunOrder.Instance> instances);
    }

    private void forEachRun(Dag dag, List<TaskInstance> selected, OrderFor orderFor) {
        selected.stream()
                .map(instance -> instance.key().runId())
                .distinct()
                .forEach(run -> engine.order(
                        dag,
                        run,
                        orderFor.instances(selected.stream()
                                .filter(instance -> instance.key().runId().equals(run))
                                .map(instance -> RunOrder.Instance.of(instance.key()))
                                .toList())));
    }

    private List<DagRun> runs(Dag dag, String runId, TaskSelection selection) {
        var run = engine.runOf(dag, runId);
        if (run.logicalDate() == null || !selection.past() && !selection.future()) {
            return List.of(run);
        }
        return store.runsBetween(
                dag.id(), selection.past() ? null : run.logicalDate(), selection.future() ? null : run.logicalDate());
    }
}
