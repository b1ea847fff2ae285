package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.engine.spi.StoredResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A store that fails from the first attempt's end on, as if the disk had filled up. To the store behind it the engine
 * has died during that attempt.
 */
final class StoreThatDies implements StateStore {
    private final StateStore store;
    private boolean recovered;

    StoreThatDies(StateStore store) {
        this.store = store;
    }

    /** Somebody has made room on the disk. */
    void recover() {
        recovered = true;
    }

    @Override
    public void commit(String dagId, String runId, RunOwner owner, List<StateChange> changes) {
        boolean ends = changes.stream()
                .anyMatch(change -> change instanceof StateChange.AttemptIs is
                        && is.attempt().state() != TaskInstanceState.RUNNING);
        if (ends && !recovered) {
            throw new StateStoreException("the disk is full");
        }
        store.commit(dagId, runId, owner, changes);
    }

    @Override
    public void createRun(DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive) {
        store.createRun(run, structureJson, instances, alive);
    }

    @Override
    public DagRun claimRun(
            String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive) {
        return store.claimRun(dagId, runId, owner, structureJson, alive);
    }

    @Override
    public Optional<DagRun> findRun(String dagId, String runId) {
        return store.findRun(dagId, runId);
    }

    @Override
    public List<DagRun> runs(@Nullable String dagId, int limit) {
        return store.runs(dagId, limit);
    }

    @Override
    public Optional<String> structureOf(String dagId, String runId) {
        return store.structureOf(dagId, runId);
    }

    @Override
    public List<TaskInstance> taskInstances(String dagId, String runId) {
        return store.taskInstances(dagId, runId);
    }

    @Override
    public List<Attempt> attempts(String dagId, String runId) {
        return store.attempts(dagId, runId);
    }

    @Override
    public Optional<StoredResult> result(TaskInstanceKey key) {
        return store.result(key);
    }

    @Override
    public List<StoredResult> results(String dagId, String runId, String taskId) {
        return store.results(dagId, runId, taskId);
    }

    @Override
    public Optional<String> note(TaskInstanceKey key, String name) {
        return store.note(key, name);
    }

    @Override
    public void putNote(TaskInstanceKey key, String name, String value) {
        store.putNote(key, name, value);
    }

    @Override
    public void removeNote(TaskInstanceKey key, String name) {
        store.removeNote(key, name);
    }

    @Override
    public void close() {
        store.close();
    }
}
