package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.execution.Listeners;
import dev.cuesheet.engine.internal.execution.RunBeginnings;
import dev.cuesheet.engine.internal.execution.RunExecution;
import dev.cuesheet.engine.internal.execution.RunOrder;
import dev.cuesheet.engine.internal.execution.Slots;
import dev.cuesheet.engine.internal.execution.Surroundings;
import dev.cuesheet.engine.internal.execution.SystemAlarms;
import dev.cuesheet.engine.internal.execution.TriggerThreads;
import dev.cuesheet.engine.internal.execution.WorkerPool;
import dev.cuesheet.engine.internal.execution.XcomValues;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.LargeValues;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Callbacks callbacks;
    private final AssetFollowing following;
    private final Map<String, DeadlineWatch> deadlines = new ConcurrentHashMap<>();
    private final Set<RunExecution> executions = ConcurrentHashMap.newKeySet();
    private final List<AutoCloseable> owned = new ArrayList<>();
    private final List<Runnable> newsReaders = new CopyOnWriteArrayList<>();
    private final AtomicInteger unread = new AtomicInteger();
    private volatile Set<String> paused = Set.of();
    private StateStore.@Nullable Membership membership;
    private volatile boolean closed;

    private Engine(Builder builder) {
        var store = builder.store == null ? new InMemoryStateStore() : builder.store;
        callbacks = new Callbacks(this::around, this::spreadNews, builder.callbackExecutor);
        following = new AssetFollowing(store);
        var owner = builder.scheduling ? RunOwner.schedulerInThisProcess() : RunOwner.inThisProcess();
        Predicate<RunOwner> alive = builder.alive == null ? store::isAlive : builder.alive;
        around = new Surroundings(
                store,
                owner,
                alive,
                builder.clock,
                alarms(builder.clock),
                workers(builder),
                new Slots(
                        store.pools(), owner, alive, builder.workers == null ? builder.parallelism : Integer.MAX_VALUE),
                triggers(builder),
                new Listeners(builder.listeners),
                this::progressed,
                builder.maxMapLength,
                builder.secrets == null ? Secrets.ofProcess() : builder.secrets,
                new XcomValues(builder.maxXcomBytes, builder.largeFrom, builder.largeValues),
                callbacks);
        beginnings = new RunBeginnings(around);
    }

    private Surroundings around() {
        return around;
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
        join(dag);
        return begin(beginnings.fresh(dag, dag.bodies(), request), whenOver);
    }

    /**
     * Makes a run that waits until a scheduler starts it, here or in another process.
     *
     * @throws InvalidParamException when the request's params do not fit the DAG's
     * @throws dev.cuesheet.engine.spi.StateStoreException when the DAG has a run of this id or for this logical date
     */
    public DagRun queue(Dag dag, RunRequest request) {
        return queue(dag, request, null);
    }

    /** @param backfill the number of the backfill that the run belongs to; null for none */
    DagRun queue(Dag dag, RunRequest request, @Nullable Long backfill) {
        refuseIfClosed();
        var run = beginnings.queue(dag, dag.bodies(), request, backfill);
        watchDeadlines(dag);
        spreadNews();
        return run;
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
        join(dag);
        return begin(beginnings.resuming(dag, dag.bodies(), runId), whenOver);
    }

    /**
     * Goes on with a run that waits in the queue, or that a dead process left, as if that had not died: like
     * {@link #startResuming}, but what has failed stays failed.
     *
     * @throws DagRunInProgressException when a living process executes a run of this DAG
     * @throws EngineException when there is no such run, or it has ended
     */
    public ActiveRun startAdopting(Dag dag, String runId) {
        return startAdopting(dag, runId, () -> {});
    }

    /** @param whenOver is called once the run has ended, or was given up because the engine was closed */
    ActiveRun startAdopting(Dag dag, String runId, Runnable whenOver) {
        join(dag);
        return begin(beginnings.adopting(dag, dag.bodies(), runId), whenOver);
    }

    /**
     * Cancels the runs of this id that this engine executes; see {@link ActiveRun#cancel()}. Nothing happens when there
     * is none.
     */
    public void cancel(String runId) {
        executions.stream().filter(run -> run.runId().equals(runId)).forEach(RunExecution::cancel);
    }

    /** Starts no more runs and tasks of the DAG, here and in all processes that share the store; what runs goes on. */
    public void pause(String dagId) {
        around.store().setPaused(dagId, true);
        regardPauses();
        readNews();
    }

    /** Takes a {@link #pause} back. */
    public void unpause(String dagId) {
        around.store().setPaused(dagId, false);
        regardPauses();
        readNews();
    }

    /** Whether the DAG is paused, as far as the store has told. */
    public boolean isPaused(String dagId) {
        return paused.contains(dagId);
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
        deadlines.values().forEach(DeadlineWatch::close);
        executions.forEach(RunExecution::shutDown);
        try {
            for (var execution : executions) {
                execution.giveUp(GRACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callbacks.close();
            leave();
            owned.forEach(Engine::closeQuietly);
        }
    }

    private synchronized void leave() {
        if (membership != null) {
            closeQuietly(membership);
        }
    }

    /** Lives for the other engines from the first run on, and hears from them. */
    private void join(Dag dag) {
        join();
        if (isPaused(dag.id())) {
            throw new EngineException("DAG \"%s\" is paused; unpause it first".formatted(dag.id()));
        }
    }

    private synchronized void join() {
        refuseIfClosed();
        if (membership == null) {
            membership = around.store().join(around.owner(), this::readNews);
            paused = around.store().pausedDags();
        }
    }

    /** Calls back whenever something may have changed that a scheduler waits for. */
    void onNews(Runnable reader) {
        join();
        newsReaders.add(reader);
    }

    void noMoreNews(Runnable reader) {
        newsReaders.remove(reader);
    }

    private void regardPauses() {
        hearOfPauses();
        executions.forEach(execution -> execution.hold(isPaused(execution.dagId())));
    }

    /** One reading at a time: what comes in between is read by the thread that is at it. */
    private void readNews() {
        if (unread.getAndIncrement() != 0) {
            return;
        }
        int seen;
        do {
            seen = unread.get();
            try {
                read();
            } catch (RuntimeException e) { // the store does not answer; the next news is read all the same
                log.warn("The news could not be read: {}", e.getMessage());
            }
        } while (unread.addAndGet(-seen) != 0);
    }

    private void read() {
        regardPauses();
        executions.forEach(RunExecution::lookAtPast);
        around.slots().reconsider();
        for (var command : around.store().commands(around.owner())) {
            executions.stream()
                    .filter(execution -> execution.isOf(command))
                    .forEach(execution -> execution.carryOut(command));
        }
        spreadNews();
    }

    private synchronized void hearOfPauses() {
        var before = paused;
        var now = around.store().pausedDags();
        paused = now;
        now.stream()
                .filter(dagId -> !before.contains(dagId))
                .forEach(dagId -> around.listener().dagPaused(dagId, true));
        before.stream()
                .filter(dagId -> !now.contains(dagId))
                .forEach(dagId -> around.listener().dagPaused(dagId, false));
    }

    /** What people do to runs. */
    public RunOperations operations() {
        return new RunOperations(this, around.store());
    }

    /** What is known of assets. */
    public AssetOperations assets() {
        return new AssetOperations(this, around.store());
    }

    /**
     * Stores an update of an asset that happened outside of all DAGs; schedulers that share the store hear of it at once.
     *
     * @return the event with its number
     */
    public AssetEvent emit(AssetEvent event) {
        refuseIfClosed();
        var stored = around.store().assets().emit(event);
        callbacks.assetsUpdated();
        return stored;
    }

    /** Has the store keep the updates of what the DAG is scheduled on. */
    void followAssets(Dag dag) {
        following.follow(dag);
    }

    /** Ids of the DAGs for which assets have been updated. */
    Set<String> waitingForAssets() {
        return around.store().assets().waiting();
    }

    /** Makes the run that assets have brought about, to wait in the queue; says whether they have. */
    boolean queueForAssets(Dag dag) {
        return dag.schedule() instanceof Schedule.OnAssets onAssets
                && beginnings
                        .queueForAssets(dag, dag.bodies(), onAssets.condition())
                        .isPresent();
    }

    /** Notices from now on when runs of the DAG miss their deadlines, and which of them were missed before. */
    void watchDeadlines(Dag dag) {
        if (!dag.structure().ties().deadlines().isEmpty() && !closed) {
            deadlines
                    .computeIfAbsent(dag.id(), id -> new DeadlineWatch(around, callbacks, dag))
                    .follow(dag);
        }
    }

    /** Runs for spans of past time. */
    public BackfillOperations backfills() {
        return new BackfillOperations(this, around.store());
    }

    /** Has an order carried out, here, by the process that executes the run, or in the store. */
    void order(Dag dag, String runId, RunOrder order) {
        join();
        for (var execution : executions) {
            if (execution.dagId().equals(dag.id()) && execution.runId().equals(runId) && execution.carryOut(order)) {
                return;
            }
        }
        var owner = runOf(dag, runId).owner();
        if (owner != null && around.alive().test(owner) && around.store().putCommand(dag.id(), runId, order.toJson())) {
            log.info(
                    "Run {} of DAG {} is executed by process {} on {}, which is told",
                    runId,
                    dag.id(),
                    owner.pid(),
                    owner.host());
            return;
        }
        beginnings.atRest(dag, dag.bodies(), runId).reviseAtRest(order);
        spreadNews();
    }

    /** Has a run that has ended run again from its beginning, as part of a backfill. */
    void clearInto(Dag dag, String runId, long backfill) {
        join();
        var all = around.store().taskInstances(dag.id(), runId).stream()
                .map(instance -> RunOrder.Instance.of(instance.key()))
                .toList();
        beginnings.atRest(dag, dag.bodies(), runId).joining(backfill).reviseAtRest(new RunOrder.Clear(all));
        spreadNews();
    }

    /** @throws EngineException when there is no such run */
    DagRun runOf(Dag dag, String runId) {
        return around.store()
                .findRun(dag.id(), runId)
                .orElseThrow(() -> new EngineException("DAG \"%s\" has no run %s".formatted(dag.id(), runId)));
    }

    /** Later runs of the same DAG may wait for what has finished. */
    private void progressed(RunExecution run) {
        executions.stream()
                .filter(other -> other != run && other.dagId().equals(run.dagId()))
                .forEach(RunExecution::lookAtPast);
    }

    /** Has schedulers here look again. */
    void spreadNews() {
        newsReaders.forEach(Runnable::run);
    }

    Clock clock() {
        return around.clock();
    }

    Alarms alarms() {
        return around.alarms();
    }

    private ActiveRun begin(RunExecution execution, Runnable whenOver) {
        executions.add(execution);
        execution.hold(isPaused(execution.dagId()));
        execution.whenOver(() -> {
            executions.remove(execution);
            lookBack(execution.dag(), execution.runId());
            whenOver.run();
        });
        around.slots().prepare(execution.dagId(), execution.dag().tasks());
        execution.start();
        watchDeadlines(execution.dag());
        return execution;
    }

    /** What is left to do after a run: orders that came too late for it, the end of its backfill, a DAG that always fails. */
    private void lookBack(Dag dag, String runId) {
        try {
            var run = runOf(dag, runId);
            if (run.backfill() != null) {
                backfills().endIfDone(run.backfill());
            }
            pauseIfFailing(dag);
            if (run.owner() == null) {
                around.store()
                        .takeCommands(dag.id(), runId)
                        .forEach(command -> order(dag, runId, RunOrder.fromJson(command.json())));
            }
        } catch (EngineException e) {
            log.warn("What follows from the end of run {} of DAG {} could not be stored", runId, dag.id(), e);
        }
    }

    /** Airflow's max_consecutive_failed_dag_runs. */
    private void pauseIfFailing(Dag dag) {
        int most = dag.structure().maxConsecutiveFailedRuns();
        if (most == 0) {
            return;
        }
        var latest = around.store().runs(dag.id(), most);
        if (latest.size() == most && latest.stream().allMatch(run -> run.state() == RunState.FAILED)) {
            log.error("DAG {} is paused: its last {} runs have failed", dag.id(), most);
            pause(dag.id());
        }
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

    /** Last of all that is closed: it waits for work elsewhere to be told to end. */
    private TriggerThreads triggers(Builder builder) {
        var threads = new TriggerThreads(builder.workers);
        owned.add(0, threads);
        return threads;
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

        /** Airflow's default of core.max_map_length. */
        private static final int MAX_MAP_LENGTH = 1024;

        private static final long MAX_XCOM_BYTES = 1L << 20;

        private final List<RunListener> listeners = new ArrayList<>();
        private @Nullable StateStore store;
        private Clock clock = Clock.systemUTC();
        private @Nullable Predicate<RunOwner> alive;
        private int parallelism = PARALLELISM;
        private int maxMapLength = MAX_MAP_LENGTH;
        private @Nullable Executor workers;
        private @Nullable Secrets secrets;
        private boolean scheduling;
        private long maxXcomBytes = MAX_XCOM_BYTES;
        private long largeFrom = MAX_XCOM_BYTES;
        private @Nullable LargeValues largeValues;
        private @Nullable Executor callbackExecutor;

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

        /** How many items a result may have that tasks are mapped over; 1024 unless said here. */
        public Builder maxMapLength(int items) {
            if (items < 1) {
                throw new IllegalArgumentException("maxMapLength must be at least 1, got " + items);
            }
            maxMapLength = items;
            return this;
        }

        /** Runs attempts, and what triggers do, on this executor instead of threads of the engine's own; it then decides on parallelism. */
        public Builder workers(Executor executor) {
            workers = requireNonNull(executor, "executor");
            return this;
        }

        /** How to tell whether the process of another engine lives; asks the store unless said here. */
        public Builder liveness(Predicate<RunOwner> test) {
            alive = requireNonNull(test, "test");
            return this;
        }

        /** Calls callbacks and tells of updated assets on this executor instead of threads of the engine's own. */
        public Builder callbacks(Executor executor) {
            callbackExecutor = requireNonNull(executor, "executor");
            return this;
        }

        /** Where attempts find variables and connections; {@link Secrets#ofProcess} unless said here. */
        public Builder secrets(Secrets places) {
            secrets = requireNonNull(places, "places");
            return this;
        }

        /**
         * Tells others that a scheduler lives in this engine and takes up what waits in the queue; see
         * {@link dev.cuesheet.engine.spi.RunOwner#schedules()}.
         */
        public Builder scheduling() {
            scheduling = true;
            return this;
        }

        /** How many bytes of JSON a result or an XCom may have in the state store; one MiB unless said here. */
        public Builder maxXcomBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxXcomBytes must be at least 1, got " + bytes);
            }
            maxXcomBytes = bytes;
            return this;
        }

        /** Keeps results and XComs with more than so many bytes of JSON in that place, where no limit holds for them. */
        public Builder largeValues(LargeValues place, long fromBytes) {
            if (fromBytes < 1) {
                throw new IllegalArgumentException("large values must have at least 1 byte, got " + fromBytes);
            }
            largeValues = requireNonNull(place, "place");
            largeFrom = fromBytes;
            return this;
        }

        public Engine build() {
            return new Engine(this);
        }
    }
}
