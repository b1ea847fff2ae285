package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.ItemSource;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of a run's tasks. A result always comes from its stored form, also within one process, so that a run
 * sees the same values whether or not it was interrupted.
 */
final class TaskResults {
    private final StateStore store;
    private final TypeLookup types;
    private final String dagId;
    private final String runId;

    TaskResults(StateStore store, TypeLookup types, String dagId, String runId) {
        this.store = store;
        this.types = types;
        this.dagId = dagId;
        this.runId = runId;
    }

    /**
     * The task's result, or null if it has none; of a mapped task, the list of its instances' results by index, each of
     * which is made from its stored form when it is asked for.
     */
    @Nullable
    Object of(TaskNode task) {
        if (task.spec.mapped()) {
            var stored = store.results(dagId, runId, task.spec.id());
            return new ItemSource.View(stored.size(), index -> decode(task, stored.get(index)));
        }
        return of(task, TaskInstanceKey.UNMAPPED);
    }

    /** The result of one instance, or null if it has none. */
    @Nullable
    Object of(TaskNode task, int mapIndex) {
        var cell = task.at(mapIndex);
        var known = cell == null ? null : cell.result;
        if (known != null) {
            return decode(task, known);
        }
        var key = new TaskInstanceKey(dagId, runId, task.spec.id(), mapIndex);
        return store.result(key).map(result -> decode(task, result)).orElse(null);
    }

    /**
     * What a mapped task or group is mapped over, read when it is first asked for: after a restart, by the first instance
     * that needs it.
     *
     * @throws EngineException when that is the result of a task that has no list as its result
     */
    List<? extends @Nullable Object> itemsOf(Mapped mapped) {
        var known = mapped.items;
        if (known == null) {
            known = items(mapped, this::of);
            mapped.items = known;
        }
        return known;
    }

    /** The same, read anew. The tasks above have finished, though their results need not be stored yet. Under the run's lock. */
    List<? extends @Nullable Object> readItemsOf(Mapped mapped) {
        var items = items(mapped, this::finished);
        mapped.items = items;
        return items;
    }

    private static List<? extends @Nullable Object> items(Mapped mapped, Function<TaskNode, @Nullable Object> result) {
        try {
            return mapped.over.items(taskId -> result.apply(source(mapped, taskId)));
        } catch (ItemSource.NotAListException e) {
            throw new EngineException(e.getMessage(), e);
        }
    }

    private static TaskNode source(Mapped mapped, String taskId) {
        return mapped.sources.stream()
                .filter(task -> task.spec.id().equals(taskId))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing is mapped over " + taskId));
    }

    private @Nullable Object finished(TaskNode source) {
        var accepted = source.instances.stream()
                .map(cell -> cell.accepted)
                .filter(Objects::nonNull)
                .toList();
        if (accepted.isEmpty()) {
            return of(source);
        }
        if (!source.spec.mapped()) {
            return decode(source, accepted.get(0));
        }
        var byIndex = new TreeMap<Integer, StoredResult>();
        store.results(dagId, runId, source.spec.id()).forEach(result -> byIndex.put(result.mapIndex(), result));
        accepted.forEach(result -> byIndex.put(result.mapIndex(), result));
        return byIndex.values().stream().map(result -> decode(source, result)).toList();
    }

    private Object decode(TaskNode task, StoredResult result) {
        try {
            return ResultCodec.decode(result, types);
        } catch (UnstorableException e) {
            throw new EngineException(
                    "the stored result of task \"%s\" cannot be read: %s; if the code has changed since, start a new run"
                            .formatted(task.spec.id(), e.getMessage()),
                    e);
        }
    }
}
