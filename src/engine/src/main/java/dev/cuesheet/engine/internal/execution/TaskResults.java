package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.DeferrableOperator;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.ItemSource;
import dev.cuesheet.engine.internal.TaskBody.Argument;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.ArrayList;
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
    private final XcomValues values;
    private final TypeLookup types;
    private final String dagId;
    private final String runId;

    TaskResults(StateStore store, XcomValues values, TypeLookup types, String dagId, String runId) {
        this.store = store;
        this.values = values;
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

    /** The stored form of what an attempt hands on. */
    StoredResult keep(TaskInstanceKey key, int tryNumber, String name, Object value) {
        return values.keep(key, tryNumber, name, ResultCodec.encode(key.mapIndex(), value));
    }

    /** What a task's code is given. */
    List<@Nullable Object> argumentsOf(TaskNode node, int mapIndex) {
        var arguments = new ArrayList<@Nullable Object>();
        for (var argument : node.body.arguments()) {
            if (argument instanceof Argument.ResultOf result) {
                var upstream = node.upstreamTask(result.taskId());
                arguments.add(upstream.sharesGroupWith(node) ? of(upstream, mapIndex) : of(upstream));
            } else if (node.mapped != null) {
                arguments.add(itemsOf(node.mapped).get(mapIndex));
            }
        }
        return arguments;
    }

    /** The operator that does an instance's work in steps; null when it is done in one go. */
    @Nullable
    DeferrableOperator<Object, Object, ?> operatorOf(InstanceCell cell, int mapIndex) {
        return cell.node
                .body
                .code()
                .inSteps(argumentsOf(cell.node, mapIndex))
                .map(TaskResults::<DeferrableOperator<Object, Object, ?>>cast)
                .orElse(null);
    }

    /**
     * What an operator has kept, or its event. Its type is what the operator that has stored it says.
     *
     * @throws EngineException when it cannot be read, as after a change of the code
     */
    @SuppressWarnings("TypeParameterUnusedInFormals")
    <V> V typed(StoredResult stored) {
        try {
            return cast(ResultCodec.decode(stored, types));
        } catch (UnstorableException e) {
            throw new EngineException(
                    "what a deferred task has kept cannot be read: %s; if the code has changed since, clear the task"
                            .formatted(e.getMessage()),
                    e);
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <V> V cast(Object value) {
        return (V) value;
    }

    private Object decode(TaskNode task, StoredResult result) {
        return decode(task.spec.id(), result);
    }

    /** A task's result, or another value that it hands on. */
    Object decode(String taskId, StoredResult result) {
        try {
            return ResultCodec.decode(values.fetch(result), types);
        } catch (UnstorableException e) {
            throw new EngineException(
                    "the stored result of task \"%s\" cannot be read: %s; if the code has changed since, start a new run"
                            .formatted(taskId, e.getMessage()),
                    e);
        }
    }
}
