package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs. Whatever a method has stored is durable once it returns: the death of the process at any
 * later point loses nothing of it. Safe to share between threads; several processes may open the same store.
 *
 * <p>Methods throw {@link StateStoreException} when the store does not answer or holds what this version cannot read.
 */
public interface StateStore extends AutoCloseable {

    /**
     * Makes a run with its first task instances, in one step.
     *
     * @param structureJson the DAG as it is now
     * @param alive tells whether the process that owns another run lives
     * @throws DagRunInProgressException when a living owner executes a run of the same DAG
     * @throws StateStoreException when a run of this id or logical date exists
     */
    void createRun(DagRun run, String structureJson, List<TaskInstance> instances, Predicate<RunOwner> alive);

    /**
     * Makes an existing run the given owner's, in one step.
     *
     * @param structureJson the DAG as it is now
     * @return the run as it was before
     * @throws DagRunInProgressException when a living owner executes this or another run of the same DAG
     * @throws StateStoreException when there is no such run
     */
    DagRun claimRun(String dagId, String runId, RunOwner owner, String structureJson, Predicate<RunOwner> alive);

    /**
     * Applies the changes of one run, all or none.
     *
     * @throws StateStoreException also when the run is no longer this owner's
     */
    void commit(String dagId, String runId, RunOwner owner, List<StateChange> changes);

    Optional<DagRun> findRun(String dagId, String runId);

    /**
     * Runs, the one with the latest start first.
     *
     * @param dagId null for all DAGs
     */
    List<DagRun> runs(@Nullable String dagId, int limit);

    /** The DAG as it was when the run was last started or resumed, as JSON. */
    Optional<String> structureOf(String dagId, String runId);

    /** In no particular order of tasks; instances of a mapped task by index. */
    List<TaskInstance> taskInstances(String dagId, String runId);

    /** Attempts of every task instance of the run, those of one instance in order. */
    List<Attempt> attempts(String dagId, String runId);

    Optional<StoredResult> result(TaskInstanceKey key);

    /** Results of all instances of a task, by map index. */
    List<StoredResult> results(String dagId, String runId, String taskId);

    /** See {@link dev.cuesheet.engine.TaskState}. */
    Optional<String> note(TaskInstanceKey key, String name);

    void putNote(TaskInstanceKey key, String name, String value);

    void removeNote(TaskInstanceKey key, String name);

    @Override
    void close();
}
