package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.json.TypeLookup;
import dev.cuesheet.engine.internal.json.UnstorableException;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the results of a run's tasks. A result always comes from the store, also within one process, so that a run sees
 * the same values whether or not it was interrupted.
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

    /** The task's result, or null if it has none; of a mapped task, the list of its instances' results by index. */
    @Nullable
    Object of(TaskNode task) {
        if (task.spec.mapped()) {
            return store.results(dagId, runId, task.spec.id()).stream()
                    .map(result -> decode(task, result))
                    .toList();
        }
        var key = new TaskInstanceKey(dagId, runId, task.spec.id(), TaskInstanceKey.UNMAPPED);
        return store.result(key).map(result -> decode(task, result)).orElse(null);
    }

    /**
     * What the task is mapped over.
     *
     * @throws EngineException when that is the result of a task that has no list as its result
     */
    List<?> itemsFor(TaskNode mapped) {
        var written = mapped.body.items();
        if (written != null) {
            return written;
        }
        var source = mapped.upstreamTask(mapped.body.inputs().get(0));
        if (of(source) instanceof List<?> list) {
            return list;
        }
        throw new EngineException(
                "there is nothing to map over: task \"%s\" has no list as its result".formatted(source.spec.id()));
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
