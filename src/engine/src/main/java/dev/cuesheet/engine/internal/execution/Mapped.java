package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.internal.ItemSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks of a run that have an instance for each item of the same list: a mapped task, or all tasks of a mapped group.
 * Changed by the run's execution alone, under its lock.
 *
 * <p>A mapped task is decided as a whole by its trigger rule, then expanded, and then all its instances may run. A mapped
 * group is expanded as soon as its list is there, and then each instance is decided on its own, by what is upstream of it
 * at the same index and by everything upstream outside of the group.
 */
final class Mapped {
    final ItemSource over;

    /** Whether these are the tasks of a mapped group. */
    final boolean group;

    final List<TaskNode> nodes = new ArrayList<>();

    /** The tasks whose results the list is made of. */
    final List<TaskNode> sources = new ArrayList<>();

    /** The items, once they are known to this process. */
    volatile @Nullable List<? extends @Nullable Object> items;

    /** Of a group: whether its tasks have the instances that belong to the items, and the counts of these are kept. */
    boolean expanded;

    /** Of a group: whether it still waits for its list. */
    boolean undecided;

    /** How many of the first instances of each mapped source are known to have finished. */
    private final Map<TaskNode, Integer> finished = new HashMap<>();

    Mapped(ItemSource over, boolean group) {
        this.over = over;
        this.group = group;
    }

    /** What the sources say before any trigger rule is asked: Airflow's {@code mapped_task_upstream_dep.py}. */
    Verdict verdict() {
        boolean skipped = false;
        boolean waiting = false;
        for (var source : sources) {
            var first = source.instances.get(0);
            if (first.instance.mapIndex() >= 0) {
                waiting |= !allFinished(source);
            } else if (first.state().isFailure()) {
                return Verdict.FAIL;
            } else {
                skipped |= first.state() == TaskInstanceState.SKIPPED;
                waiting |= !first.state().isFinished();
            }
        }
        if (skipped) {
            return Verdict.SKIP;
        }
        return waiting ? Verdict.WAIT : Verdict.RUN;
    }

    /** What the list is made of is to be made again, and then the instances may be others. */
    void sourceReopened() {
        finished.clear();
        undecided = group;
        expanded = false;
        for (var node : nodes) {
            node.instances.forEach(cell -> cell.counts = null);
        }
    }

    /** Goes on where the last look met one that was not, so that all looks together pass each instance once. */
    private boolean allFinished(TaskNode source) {
        int from = finished.getOrDefault(source, 0);
        while (from < source.instances.size()
                && source.instances.get(from).state().isFinished()) {
            from++;
        }
        finished.put(source, from);
        return from >= source.instances.size();
    }
}
