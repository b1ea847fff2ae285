package dev.cuesheet.cli.run;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run kept up to date by the engine's events. Safe to share between threads. */
public final class RunPicture implements RunListener {
    private final Map<String, Map<Integer, TaskInstance>> tasks = new LinkedHashMap<>();
    private final Map<TaskInstanceKey, TaskPicture.Amount> amounts = new LinkedHashMap<>();
    private @Nullable DagRun run;

    @Override
    public synchronized void runStarted(Dag dag, DagRun started) {
        run = started;
        for (TaskSpec task : dag.tasks()) {
            tasks.computeIfAbsent(task.id(), id -> new TreeMap<>());
        }
    }

    @Override
    public synchronized void runFinished(DagRun finished) {
        run = finished;
    }

    @Override
    public synchronized void taskInstanceChanged(TaskInstance instance) {
        var instances = tasks.computeIfAbsent(instance.taskId(), id -> new TreeMap<>());
        if (instance.mapIndex() >= 0) {
            instances.remove(TaskInstanceKey.UNMAPPED);
        }
        instances.put(instance.mapIndex(), instance);
    }

    @Override
    public synchronized void progress(TaskInstanceKey key, String unit, long done, long total) {
        amounts.put(key, new TaskPicture.Amount(unit, done, total));
    }

    /** The run; empty before it started. */
    synchronized Optional<DagRun> run() {
        return Optional.ofNullable(run);
    }

    /** The tasks in the DAG's order, as they are now. */
    synchronized List<TaskPicture> tasks() {
        var pictures = new ArrayList<TaskPicture>(tasks.size());
        tasks.forEach((id, instances) -> pictures.add(new TaskPicture(
                id,
                List.copyOf(instances.values()),
                TaskPicture.Amount.sum(amounts.entrySet().stream()
                                .filter(amount -> amount.getKey().taskId().equals(id))
                                .map(Map.Entry::getValue)
                                .toList())
                        .orElse(null))));
        return pictures;
    }
}
