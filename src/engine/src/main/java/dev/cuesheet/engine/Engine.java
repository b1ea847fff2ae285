package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.execution.Listeners;
import dev.cuesheet.engine.internal.execution.RunBeginnings;
import dev.cuesheet.engine.internal.execution.RunExecution;
import dev.cuesheet.engine.internal.execution.Surroundings;
import dev.cuesheet.engine.internal.execution.SystemAlarms;
import dev.cuesheet.engine.internal.execution.WorkerPool;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes runs of DAGs in this process. Safe to share between threads. */
public final class Engine implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Engine.class);

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final Surroundings around;
    private final RunBeginnings beginnings;
    private final Set<RunExecution> executions = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private volatile boolean closed;

    private Engine(Builder builder) {
        var store = builder.store == null ? new InMemoryStateStore() : builder.store;
        around = new Surroundings(
                store,
                RunOwner.inThisProcess(),
                builder.alive,
                builder.clock,
                alarms(builder.clock),
                workers(builder),
                new Listeners(builder.listeners));
        beginnings = new RunBeginnings(around);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Makes a run and waits until it has finished. */
    public DagRun run(Dag dag, RunRequest request) throws InterruptedException {
        return start(dag, request).await();
    }

    /**
     * Makes a run and returns once it has started.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws InvalidParamException when the request's params do not fit the DAG's
     */
    public ActiveRun start(Dag dag, RunRequest request) {
        return start(dag, request, () -> {});
    }

    /** @param whenOver is called once the run has ended, or was given up because the engine was closed */
    ActiveRun start(Dag dag, RunRequest request, Runnable whenOver) {
        refuseIfClosed();
        return begin(beginnings.fresh(dag, dag.bodies(), request), whenOver);
    }

    /** Goes on with a run that was interrupted or has failed, and waits until it has finished. */
    public DagRun resume(Dag dag, String runId) throws InterruptedException {
        return startResuming(dag, runId).await();
    }

    /**
     * Goes on with a run that was interrupted or has failed. Finished tasks and their results are kept; an attempt that
     * ended with its process does not count against the task's retries; failed tasks get a full new set of tries.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws EngineException when there is no such run, or it has succeeded
     */
    public ActiveRun startResuming(Dag dag, String runId) {
        return startResuming(dag, runId, () -> {});
    }

    /** @param whenOver is called once the run has ended, or was given up because the engine was closed */
    ActiveRun startResuming(Dag dag, String runId, Runnable whenOver) {
        refuseIfClosed();
        return begin(beginnings.resuming(dag, dag.bodies(), runId), whenOver);
    }

    /**
     * Goes on with a run that a dead process left, as if that had not died: like {@link #startResuming}, but what has
     * failed stays failed.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws EngineException when there is no such run, or it has ended
     */
    public ActiveRun startAdopting(Dag dag, String runId) {
        return startAdopting(dag, runId, () -> {});
    }

    /** @param whenOver is called once the run has ended, or was given up because the engine was closed */
    ActiveRun startAdopting(Dag dag, String runId, Runnable whenOver) {
        refuseIfClosed();
        return begin(beginnings.adopting(dag, dag.bodies(), runId), whenOver);
    }

    /**
     * Cancels the runs of this id that this engine executes; see {@link ActiveRun#cancel()}. Nothing happens when there
     * is none.
     */
    public void cancel(String runId) {
        executions.stream().filter(run -> run.runId().equals(runId)).forEach(RunExecution::cancel);
    }

    public RunHistory history() {
        return new RunHistory(around.store(), around.alive());
    }

    /**
     * Stops executing without ending anything: attempts are interrupted, their cancel actions are not run, and the runs
     * stay as they are, to be resumed by this or another process. Waits up to ten seconds for attempts to end. The store
     * is left open.
     */
    @Override
    public void close() {
        closed = true;
        executions.forEach(RunExecution::shutDown);
        try {
            for (var execution : executions) {
                execution.giveUp(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            owned.forEach(Engine::closeQuietly);
        }
    }

    Clock clock() {
        return around.clock();
    }

    Alarms alarms() {
        return around.alarms();
    }

    private ActiveRun begin(RunExecution execution, Runnable whenOver) {
        executions.add(execution);
        execution.whenOver(() -> {
            executions.remove(execution);
            whenOver.run();
        });
        execution.start();
        return execution;
    }

    private Alarms alarms(Clock clock) {
        if (clock instanceof Alarms alarms) {
            return alarms;
        }
        var alarms = new SystemAlarms(clock);
        owned.add(alarms);
        return alarms;
    }

    private Executor workers(Builder builder) {
        if (builder.workers != null) {
            return builder.workers;
        }
        var pool = WorkerPool.of(builder.parallelism);
        owned.add(pool::shutdown);
        return pool;
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new IllegalStateException("this engine is closed");
        }
    }

    private static void closeQuietly(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            log.warn("{} could not be closed", resource, e);
        }
    }

    /** Settings of an engine. */
    public static final class Builder {
        private static final int PARALLELISM = 32;

        private final List<RunListener> listeners = new ArrayList<>();
        private @Nullable StateStore store;
        private Clock clock = Clock.systemUTC();
        private Predicate<RunOwner> alive = RunOwner::isAlive;
        private int parallelism = PARALLELISM;
        private @Nullable Executor workers;

        private Builder() {}

        /** Where the state of runs is kept; in memory unless said here. */
        public Builder store(StateStore stateStore) {
            store = requireNonNull(stateStore, "store");
            return this;
        }

        /** Tells the time; if it also is {@link dev.cuesheet.engine.spi.Alarms}, it wakes the engine too. */
        public Builder clock(Clock source) {
            clock = requireNonNull(source, "clock");
            return this;
        }

        /** Adds a listener. */
        public Builder listener(RunListener listener) {
            listeners.add(requireNonNull(listener, "listener"));
            return this;
        }

        /** How many attempts may run at once over all runs; 32 unless said here. */
        public Builder parallelism(int attempts) {
            if (attempts < 1) {
                throw new IllegalArgumentException("parallelism must be at least 1, got " + attempts);
            }
            parallelism = attempts;
            return this;
        }

        /** Runs attempts on this executor instead of threads of the engine's own; it then decides on parallelism. */
        public Builder workers(Executor executor) {
            workers = requireNonNull(executor, "executor");
            return this;
        }

        /** How to tell whether the process of another engine lives; asks the operating system unless said here. */
        public Builder liveness(Predicate<RunOwner> test) {
            alive = requireNonNull(test, "test");
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
