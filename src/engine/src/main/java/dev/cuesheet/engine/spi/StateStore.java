package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs. Whatever a method has stored is durable once it returns: the death of the process at any
 * later point loses nothing of it. Safe to share between threads; several processes may open the same store.
 *
 * <p>A run that is executed has an owner, and only the owner changes it, under a claim. A claim ends when the run gets
 * another owner; what its holder stores after that is refused.
 *
 * <p>Methods throw {@link StateStoreException} when the store does not answer or holds what this version cannot read.
 */
public interface StateStore extends AutoCloseable {

    /**
     * Joins the engines that work on this store, until the answer is closed. While it is in, the engine {@link #isAlive is
     * alive} for the others.
     *
     * @param news is called whenever others may have changed something that an engine waits for: a run was queued, let
     *     go, or left by an engine that died, a command was given. Called on a thread of the store's, one call at a time,
     *     at times also without news. A store within one process tells of pools alone
     */
    Membership join(RunOwner engine, Runnable news);

    /** An engine's place among those that work on a store. */
    interface Membership extends AutoCloseable {
        /** Leaves; the others need not wait to notice. */
        @Override
        void close();
    }

    /** The engines of all processes that have {@link #join joined} and live. */
    List<RunOwner> engines();

    /** Whether an engine lives, as far as this store can tell. */
    boolean isAlive(RunOwner engine);

    /**
     * Makes a run that its owner executes from now on, with its first task instances, in one step.
     *
     * @param structureJson the DAG as it is now
     * @param deadlines by when it is to have succeeded
     * @param limit how many runs of the DAG, or of the run's backfill if it has one, may be executed at once
     * @throws DagRunInProgressException when so many are
     * @throws StateStoreException when a run of this id or logical date exists
     */
    RunClaim createRun(
            DagRun run,
            String structureJson,
            List<TaskInstance> instances,
            List<StoredDeadline> deadlines,
            RunLimit limit);

    /** The same without deadlines. */
    default RunClaim createRun(DagRun run, String structureJson, List<TaskInstance> instances, RunLimit limit) {
        return createRun(run, structureJson, instances, List.of(), limit);
    }

    /**
     * Makes a run that waits until an engine claims it, with its first task instances, in one step.
     *
     * @throws StateStoreException when a run of this id or logical date exists
     */
    void queueRun(DagRun run, String structureJson, List<TaskInstance> instances, List<StoredDeadline> deadlines);

    /** The same without deadlines. */
    default void queueRun(DagRun run, String structureJson, List<TaskInstance> instances) {
        queueRun(run, structureJson, instances, List.of());
    }

    /**
     * A run that has become an engine's.
     *
     * @param before the run as it was before
     */
    record Claimed(DagRun before, RunClaim claim) {}

    /**
     * Makes an existing run the given owner's, in one step.
     *
     * @param structureJson the DAG as it is now
     * @param limit as for {@link #createRun}; this run does not count
     * @throws DagRunInProgressException when a living owner executes this run, or as many others as may be
     * @throws StateStoreException when there is no such run
     */
    Claimed claimRun(String dagId, String runId, RunOwner owner, String structureJson, RunLimit limit);

    /**
     * Applies the changes of one run, all or none.
     *
     * @throws StateStoreException also when the run has changed hands since the claim was made
     */
    void commit(RunClaim claim, List<StateChange> changes);

    Optional<DagRun> findRun(String dagId, String runId);

    /** The run for that logical date. */
    Optional<DagRun> findRun(String dagId, Instant logicalDate);

    /**
     * Runs, the one with the latest start first, those that have not started before all others.
     *
     * @param dagId null for all DAGs
     */
    List<DagRun> runs(@Nullable String dagId, int limit);

    /** Runs that are queued or running, those that are due first before all others. */
    List<DagRun> unfinishedRuns(@Nullable String dagId);

    /**
     * The runs of a DAG whose logical dates lie in the span, both ends included, in that order.
     *
     * @param from null when unbounded
     * @param to null when unbounded
     */
    List<DagRun> runsBetween(String dagId, @Nullable Instant from, @Nullable Instant to);

    /**
     * The run with the latest logical date before the instant.
     *
     * @param before null when unbounded
     */
    Optional<DagRun> latestRun(String dagId, @Nullable Instant before, RunsThatCount which);

    /** The DAG as it was when the run was last started, resumed or cleared, as JSON. */
    Optional<String> structureOf(String dagId, String runId);

    /** The number of that structure among those the DAG has had, from 1. */
    Optional<Integer> versionOf(String dagId, String runId);

    /** In no particular order of tasks; instances of a mapped task by index. */
    List<TaskInstance> taskInstances(String dagId, String runId);

    /** The instances of one task, by index. */
    List<TaskInstance> taskInstances(String dagId, String runId, String taskId);

    /** Attempts of every task instance of the run, those of one instance in order. */
    List<Attempt> attempts(String dagId, String runId);

    Optional<StoredResult> result(TaskInstanceKey key);

    /** Results of all instances of a task, by map index. */
    List<StoredResult> results(String dagId, String runId, String taskId);

    /** A value that a task instance hands on by this name, which may be that of its result. */
    Optional<StoredResult> xcom(TaskInstanceKey key, String name);

    /** The values of this name of all instances of a task, by map index. */
    List<StoredResult> xcoms(String dagId, String runId, String taskId, String name);

    /** The values of this name of all instances of a run. */
    Map<TaskInstanceKey, StoredResult> xcoms(String dagId, String runId, String name);

    /** See {@link dev.cuesheet.engine.TaskState}. */
    Optional<String> note(TaskInstanceKey key, String name);

    void putNote(TaskInstanceKey key, String name, String value);

    void removeNote(TaskInstanceKey key, String name);

    /**
     * Leaves a command for the engine that owns the run, or will.
     *
     * @return false, and nothing is left, when nobody owns the run
     */
    boolean putCommand(String dagId, String runId, String json);

    /** The commands to a run, in the order they were given, which nobody sees from now on. */
    List<RunCommand> takeCommands(String dagId, String runId);

    /** The commands to the runs that this engine executes, in the order they were given. */
    List<RunCommand> commands(RunOwner engine);

    /** DAGs of which no new runs and tasks are to be started. */
    Set<String> pausedDags();

    void setPaused(String dagId, boolean paused);

    /** What tasks update and DAGs wait for. */
    Assets assets();

    /** By when runs are to have succeeded. */
    Deadlines deadlines();

    /** Limits that tasks of any DAGs share. */
    Pools pools();

    /** Spans of past time to be run. */
    Backfills backfills();

    @Override
    void close();
}
