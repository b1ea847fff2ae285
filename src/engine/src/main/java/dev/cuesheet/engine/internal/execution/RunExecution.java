package dev.cuesheet.engine.internal.execution;

import dev.cuesheet.engine.ActiveRun;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.Alarms;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunCommand;
import dev.cuesheet.engine.spi.StateChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes one run. Nothing polls: each event (an attempt begins or ends, a retry is due, somebody cancels) is one step,
 * taken under the lock by the thread that brings it.
 *
 * <p>A step decides what changes, has that stored, and only then acts on it: listeners hear of it in order, attempts go
 * to the executor, bodies begin, alarms are set. So whatever anybody has seen of the run is in the store. Steps that are
 * taken while others are being stored are stored together ({@link GroupCommit}). If the store fails, memory and store may
 * differ; the run then stops where it is, to be resumed from what is stored.
 *
 * <p>A worker that has ended an attempt goes on with one that this has let begin, in the same step and commit, unless
 * other work waits for its thread.
 */
public final class RunExecution implements ActiveRun {
    private static final Logger log = LoggerFactory.getLogger(RunExecution.class);
    private static final Duration BEFORE_LETTING_GO = Duration.ofSeconds(10);

    private final Surroundings around;
    private final Dag dag;
    private final RunGraph graph;
    private final TaskResults results;
    private final SlotDesk desk;
    private final Scheduling scheduling;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition quiet = lock.newCondition();
    private final Outbox outbox = new Outbox();
    private final GroupCommit commits = new GroupCommit(lock, System::nanoTime, new Storing());
    private final CompletableFuture<DagRun> finished = new CompletableFuture<>();

    private final Waits waits;
    private final RunClaim claim;
    private final boolean regardsPast;
    private DagRun run;
    private int attemptsUnderWay;

    /** Whether nothing is decided any more: the run has ended, though its end may not be stored yet, or was given up. */
    private boolean over;

    /** Whether somebody has said how the run ends. */
    private boolean marked;

    /** Of a run whose instances are as the graph has them. */
    RunExecution(Surroundings around, Dag dag, DagRun run, RunClaim claim, RunGraph graph, TaskResults results) {
        this.around = around;
        this.dag = dag;
        this.run = run;
        this.claim = claim;
        this.regardsPast = dag.tasks().stream().anyMatch(task -> task.past().matters());
        this.graph = graph;
        this.results = results;
        this.waits = new Waits(around, results, new WaitsOfRun());
        this.desk = around.slots().desk(this::takeSlots, dag.structure().maxActiveTasks(), run.logicalDate());
        this.scheduling = new Scheduling(
                graph,
                results,
                new Past(around.store(), dag, run),
                run.logicalDate(),
                desk,
                dag.structure().failFast(),
                around.maxMapLength());
    }

    @Override
    public String dagId() {
        return run.dagId();
    }

    @Override
    public String runId() {
        return run.runId();
    }

    /** Sets the run going. */
    public void start() {
        log.info("Run {} of DAG {} starts", runId(), dagId());
        step(effects -> {
            var begun = run;
            outbox.put(() -> around.listener().runStarted(dag, begun));
            var instances = graph.instances();
            outbox.put(() -> instances.forEach(around.listener()::taskInstanceChanged));
            scheduling.start(now(), effects);
        });
        var longest = dag.structure().dagrunTimeout();
        var since = run.startDate();
        whenOver(waits::close);
        if (longest != null && since != null) {
            var alarm = around.alarms().at(since.plus(longest), this::timeOut);
            whenOver(alarm::cancel);
        }
    }

    public Dag dag() {
        return dag;
    }

    /** Whether the command is for this run. */
    public boolean isOf(RunCommand command) {
        return command.dagId().equals(dagId()) && command.runId().equals(runId());
    }

    /** Carries out what somebody wants of this run; says no when that is over. */
    public boolean carryOut(RunOrder order) {
        var done = new AtomicBoolean();
        step(effects -> {
            marked |= order instanceof RunOrder.End;
            scheduling.revise(order, now(), effects);
            done.set(true);
        });
        return done.get();
    }

    /** The same run as part of a backfill. */
    public RunExecution joining(long backfill) {
        run = run.inBackfill(backfill);
        return this;
    }

    /** Carries out what somebody wants of this run and has left in the store. */
    public void carryOut(RunCommand command) {
        log.info("Run {} of DAG {} is told: {}", runId(), dagId(), command.json());
        step(effects -> {
            effects.changes.add(new StateChange.CommandDone(command.id()));
            var order = RunOrder.fromJson(command.json());
            marked |= order instanceof RunOrder.End;
            var told = run;
            outbox.put(() -> around.listener().runTold(told, order.describe()));
            scheduling.revise(order, now(), effects);
        });
    }

    /** Carries out what somebody wants of this run, which is not under way and not started here, and lets go of it. */
    public DagRun reviseAtRest(RunOrder order) {
        var before = run;
        try {
            return revise(order, before);
        } catch (RuntimeException e) {
            run = before.released(); // or it would be this engine's, which does nothing with it
            release();
            throw e;
        }
    }

    private DagRun revise(RunOrder order, DagRun before) {
        var effects = new Effects();
        var state = scheduling.reviseAtRest(order, now(), effects);
        if (state != null) {
            run = run.finished(state, now(), order instanceof RunOrder.End ? "Marked " + state.label() : run.note());
        } else if (before.state().isFinished()) {
            run = run.cleared(now());
        } else {
            run = run.released();
        }
        var changes = new ArrayList<>(effects.changes);
        effects.changed.forEach(cell -> changes.add(new StateChange.InstanceIs(cell.instance)));
        changes.add(new StateChange.RunIs(run));
        deadlinesMet(changes);
        commit(changes);
        effects.kills.forEach(waits::kill);
        forgetLargeValues(
                changes, effects.changed.stream().map(cell -> cell.instance).toList());
        return run;
    }

    /** The run before may have come further, and this one wait for it. */
    public void lookAtPast() {
        if (regardsPast) {
            step(effects -> scheduling.lookAtPast(now(), effects));
        }
    }

    private void takeSlots() {
        step(effects -> scheduling.takeSlots(now(), effects));
    }

    /** Lets no more tasks begin, as long as it holds. */
    public void hold(boolean on) {
        step(effects -> scheduling.hold(on, now(), effects));
    }

    /** Calls back once, when the run has ended or was given up. */
    public void whenOver(Runnable action) {
        finished.whenComplete((result, failure) -> action.run());
    }

    @Override
    public DagRun await() throws InterruptedException {
        try {
            return finished.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    @Override
    public Optional<DagRun> await(Duration atMost) throws InterruptedException {
        try {
            return Optional.of(finished.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    @Override
    public void cancel() {
        log.warn("Run {} of DAG {} is cancelled", runId(), dagId());
        step(effects -> scheduling.stop(RunLedger.Stop.CANCELLED, now(), effects));
    }

    /** Airflow's dagrun_timeout. */
    private void timeOut() {
        log.warn(
                "Run {} of DAG {} has exceeded its time of {}",
                runId(),
                dagId(),
                dag.structure().dagrunTimeout());
        step(effects -> scheduling.stop(RunLedger.Stop.TIMED_OUT, now(), effects));
    }

    /** Interrupts what runs, without ending anything; nothing begins any more. */
    public void shutDown() {
        var running = new ArrayList<AttemptRunner>();
        step(effects -> {
            running.addAll(attempts());
            scheduling.close();
        });
        waits.close();
        running.forEach(AttemptRunner::shutDown);
    }

    /**
     * Waits for interrupted attempts and gives the run up, so that another process can resume it. A run whose attempts do
     * not end in time stays this process's, because they may still be at work.
     */
    public void giveUp(Duration grace) throws InterruptedException {
        lock.lock();
        try {
            long left = grace.toNanos();
            while (!isQuiet() && left > 0) {
                left = quiet.awaitNanos(left);
            }
            if (over) {
                return;
            }
            over = true;
            desk.close(graph);
            if (isQuiet()) {
                release();
            } else {
                log.warn("{} attempts of run {} did not end in time", attemptsUnderWay, runId());
            }
            abandon(new EngineException("the engine was closed during run %s of DAG \"%s\"; resume it to go on"
                    .formatted(runId(), dagId())));
        } finally {
            lock.unlock();
        }
        deliver();
    }

    private void release() {
        run = run.released();
        try {
            commit(List.of(new StateChange.RunIs(run)));
        } catch (EngineException e) {
            log.warn("Run {} stays this process's until it ends: {}", runId(), e.getMessage());
        }
    }

    /** Whether no attempt is under way and all is stored. */
    private boolean isQuiet() {
        return attemptsUnderWay == 0 && commits.isIdle();
    }

    private void commit(List<StateChange> changes) {
        around.store().commit(claim, changes);
    }

    /** Takes one step: decides, and sees to it that it is stored and acted on; waits until it is stored. */
    private void step(Consumer<Effects> transition) {
        lock.lock();
        Batch batch;
        try {
            batch = decide(transition);
            if (batch != null) {
                commits.join(batch);
            }
        } finally {
            lock.unlock();
        }
        if (batch != null) {
            commits.await(batch);
        }
        deliver();
    }

    /** Tells those who are to hear of what has happened, without the lock. */
    private void deliver() {
        outbox.deliver();
        around.slots().deliver();
    }

    /** Decides, under the lock; null when nothing has changed. */
    private @Nullable Batch decide(Consumer<Effects> transition) {
        if (over) {
            return null;
        }
        try {
            var effects = new Effects();
            transition.accept(effects);
            while (scheduling.hasExpansions()) {
                scheduling.expand(now(), effects);
            }
            return pend(effects);
        } catch (RuntimeException | Error e) {
            breakOff(e);
            return null;
        }
    }

    private @Nullable Batch pend(Effects effects) {
        if (effects.isEmpty()) {
            return null;
        }
        var batch = commits.pending();
        batch.add(effects);
        var end = effects.end;
        if (end != null) {
            run = run.finished(end.state(), now(), end.note());
            batch.changes.add(new StateChange.RunIs(run));
            batch.end = run;
            deadlinesMet(batch.changes);
            if (!marked && RunTies.tellsEnd(dag, end.state())) {
                var result = run;
                var last = RunTies.last(graph, end.state());
                batch.tellEnd = () -> around.aftermath()
                        .ended(dag, result, RunTies.kindOfEnd(end.state()), last, RunTies.reason(end));
            }
            over = true;
        }
        return batch;
    }

    private void deadlinesMet(List<StateChange> changes) {
        var end = run.endDate();
        if (run.state() == RunState.SUCCESS
                && end != null
                && !dag.structure().ties().deadlines().isEmpty()) {
            changes.add(new StateChange.DeadlinesMet(end));
        }
    }

    /** What becomes of the steps once they are decided. */
    private final class Storing implements GroupCommit.Work {
        @Override
        public void store(List<StateChange> changes) {
            commit(changes);
        }

        @Override
        public void stored(Batch batch) {
            batch.withResults.forEach(InstanceCell::resultStored);
            outbox.put(() -> batch.changed.forEach(around.listener()::taskInstanceChanged));
            tellAftermath(batch);
            var result = batch.end;
            if (result != null) {
                outbox.put(() -> {
                    logEnd(result);
                    around.listener().runFinished(result);
                    finished.complete(result);
                });
            }
            quiet.signalAll();
        }

        /** Before the end of the run is told, so that an engine that is closed then knows what to wait for. */
        private void tellAftermath(Batch batch) {
            if (!batch.moments.isEmpty()) {
                var present = run;
                outbox.put(() -> around.aftermath().happened(dag, present, batch.moments));
            }
            if (batch.updatesAssets) {
                outbox.put(around.aftermath()::assetsUpdated);
            }
            if (batch.tellEnd != null) {
                outbox.put(batch.tellEnd);
            }
        }

        @Override
        public void act(Batch batch) {
            batch.kills.forEach(waits::kill); // before anybody hears of the end of the run, and closes the engine
            outbox.deliver();
            batch.unwanted.forEach(unwanted -> unwanted.attempt().cancel(unwanted.why()));
            for (var retry : batch.retries) {
                around.alarms().at(retry.at(), () -> step(later -> scheduling.due(retry.cell(), now(), later)));
            }
            batch.armed.forEach(waits::begin);
            forgetLargeValues(batch.changes, batch.changed);
            if (regardsPast
                    && batch.changed.stream()
                            .anyMatch(instance -> instance.state().isFinished())) {
                around.progressed().accept(RunExecution.this);
            }
            for (var cell : batch.handedOver) {
                around.workers().execute(() -> work(cell));
            }
        }

        @Override
        public void failed(Throwable cause) {
            breakOff(cause);
            quiet.signalAll();
        }

        @Override
        public int atWork() {
            return attemptsUnderWay;
        }
    }

    /** What an instance has lost that begins anew, or was cleared. What its present try keeps is not among that. */
    private void forgetLargeValues(Collection<StateChange> changes, Collection<TaskInstance> changed) {
        if (around.values().large() == null) {
            return;
        }
        var gone = new HashSet<TaskInstanceKey>();
        for (var change : changes) {
            if (change instanceof StateChange.ResultGone is) {
                gone.add(is.key());
            }
        }
        for (var instance : changed) {
            if (gone.remove(instance.key())) {
                boolean underWay = instance.state() == TaskInstanceState.RUNNING;
                int tries = underWay ? instance.tryNumber() - 1 : instance.tryNumber();
                around.triggers().executeForSure(() -> around.values().forget(instance.key(), tries));
            }
        }
    }

    /** An attempt that has begun, and whether that is stored. */
    private record Begun(InstanceCell cell, TaskInstance instance, AttemptRunner runner, Batch batch) {}

    /** Attempts on the thread of a worker: the one that was handed over, and those that it goes on with. */
    private void work(InstanceCell first) {
        var next = begin(first);
        while (next != null) {
            next = attempt(next);
        }
    }

    /** Makes an attempt whose beginning is decided but may not be stored yet; returns the one to go on with. */
    private @Nullable Begun attempt(Begun begun) {
        boolean stored = commits.await(begun.batch);
        outbox.deliver();
        if (!stored || over()) {
            attemptIsOver();
            return null;
        }
        return end(begun.cell, AttemptMdc.during(begun.instance, () -> outcome(begun)));
    }

    /** Runs the attempt and logs what it came to. */
    private Outcome outcome(Begun begun) {
        var cell = begun.cell;
        var runner = begun.runner;
        var deadline = deadline(cell);
        if (deadline != null && !now().isBefore(deadline)) {
            var late = runner.overdue(); // it waited without a thread, so there is nothing to interrupt
            log(begun.instance, late);
            return late;
        }
        Alarms.Alarm alarm = deadline == null ? () -> {} : around.alarms().at(deadline, () -> timeOut(runner));
        var context = context(cell, begun.instance, runner.cancelActions(), deadline);
        var outcome = runner.run(context).noLaterThan(deadline);
        cell.told = context.told();
        alarm.cancel();
        MapIndexName.note(cell, outcome, context, results);
        log(begun.instance, outcome);
        return outcome;
    }

    private AttemptContext context(
            InstanceCell cell, TaskInstance instance, CancelActions cancelActions, @Nullable Instant deadline) {
        var xcoms = new AttemptXcoms(around, claim, run, instance, results);
        return new AttemptContext(
                around, dag, run, instance, xcoms, cancelActions, deadline, cell.node.body.asOperator());
    }

    /** What becomes of waits for triggers. */
    private final class WaitsOfRun implements Waits.Run {
        @Override
        public AttemptContext contextOf(InstanceCell cell, TaskInstance instance) {
            return context(cell, instance, new CancelActions(), null);
        }

        @Override
        public boolean isWaiting(InstanceCell cell, Deferral deferral) {
            lock.lock();
            try {
                return !over && scheduling.isWaiting(cell, deferral);
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void fired(InstanceCell cell, Deferral deferral, Deferral fired) {
            log.debug("What {} waits for has come to pass", cell.instance.key().display());
            step(effects -> scheduling.fired(cell, deferral, fired, now(), effects));
        }

        @Override
        public void ended(InstanceCell cell, Deferral deferral, Outcome outcome, boolean kill) {
            var judged =
                    outcome instanceof Outcome.Failed failure ? failure.judgedBy(cell.node.spec.retries()) : outcome;
            log(cell.instance, judged);
            step(effects -> {
                RetryNotes.keep(around.store(), cell.instance, judged);
                scheduling.waitEnded(cell, deferral, judged, kill, now(), effects);
            });
        }
    }

    private static @Nullable Instant deadline(InstanceCell cell) {
        var timeout = cell.node.spec.executionTimeout();
        var began = cell.inSlotSince;
        return timeout == null || began == null ? null : began.plus(timeout);
    }

    private @Nullable Begun begin(InstanceCell cell) {
        lock.lock();
        try {
            return decideToBegin(cell);
        } finally {
            lock.unlock();
            deliver(); // in case that deciding failed
        }
    }

    /** Under the lock. */
    private @Nullable Begun decideToBegin(InstanceCell cell) {
        var runner = new AttemptRunner(cell, results);
        var batch = decide(effects -> {
            if (scheduling.begin(cell, now(), effects)) {
                cell.attempt = runner;
            }
        });
        if (batch == null || cell.attempt != runner) {
            return null;
        }
        attemptsUnderWay++;
        commits.join(batch);
        return new Begun(cell, cell.instance, runner, batch);
    }

    /** Ends an attempt, and begins the one to go on with. */
    private @Nullable Begun end(InstanceCell cell, Outcome outcome) {
        Batch batch;
        Begun next = null;
        lock.lock();
        try {
            attemptsUnderWay--;
            var goingOn = new ArrayList<InstanceCell>();
            boolean asItEnds = cell.markedAs == null;
            batch = decide(effects -> {
                RetryNotes.keep(around.store(), cell.instance, outcome);
                scheduling.ended(cell, outcome, now(), effects);
                if (asItEnds) {
                    accept(outcome, cell);
                }
                if (mayGoOn() && !effects.handedOver.isEmpty()) {
                    goingOn.add(effects.handedOver.remove(0));
                }
            });
            if (batch != null && cell.accepted != null) {
                batch.withResults.add(cell);
            }
            if (!goingOn.isEmpty()) {
                next = decideToBegin(goingOn.get(0));
            }
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
        if (batch != null && next == null) {
            commits.leave(batch);
        }
        deliver();
        return next;
    }

    /** A task that is mapped over the result is expanded before that is stored. */
    private static void accept(Outcome outcome, InstanceCell cell) {
        if (outcome instanceof Outcome.Succeeded success && cell.state() == TaskInstanceState.SUCCESS) {
            cell.accepted = success.result();
        }
    }

    private boolean mayGoOn() {
        return around.workers() instanceof WorkerPool pool && pool.mayGoOn();
    }

    private void attemptIsOver() {
        lock.lock();
        try {
            attemptsUnderWay--;
            quiet.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** On a thread of its own, because cancel actions may take their time. */
    private static void timeOut(AttemptRunner runner) {
        var thread = new Thread(runner::timeOut, "cuesheet-timeout");
        thread.setDaemon(true);
        thread.start();
    }

    private List<AttemptRunner> attempts() {
        var running = new ArrayList<AttemptRunner>();
        for (var cell : scheduling.running()) {
            if (cell.attempt != null) {
                running.add(cell.attempt);
            }
        }
        return running;
    }

    private boolean over() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    private void breakOff(Throwable cause) {
        over = true;
        attempts().forEach(AttemptRunner::shutDown);
        desk.close(graph);
        var reason = "run %s of DAG \"%s\" stopped where it was, because its state could not be kept: %s"
                .formatted(runId(), dagId(), cause.getMessage());
        log.error(reason, cause);
        abandon(new EngineException(reason, cause));
        letGoSoon();
    }

    private void letGoSoon() {
        around.alarms().at(now().plus(BEFORE_LETTING_GO), this::letGo);
    }

    /** Once the store answers again and no attempt is at work any more, the run is nobody's, and can be gone on with. */
    private void letGo() {
        lock.lock();
        try {
            if (!isQuiet()) {
                letGoSoon();
                return;
            }
            around.store()
                    .findRun(dagId(), runId())
                    .filter(stored ->
                            stored.state() == RunState.RUNNING && around.owner().equals(stored.owner()))
                    .ifPresent(stored -> commit(List.of(new StateChange.RunIs(stored.released()))));
        } catch (EngineException e) {
            letGoSoon();
        } finally {
            lock.unlock();
        }
    }

    private void abandon(EngineException reason) {
        outbox.put(() -> finished.completeExceptionally(reason));
    }

    private Instant now() {
        return around.clock().instant();
    }

    private static EngineException failure(ExecutionException e) {
        return e.getCause() instanceof EngineException known
                ? known
                : new EngineException("the run could not be executed: " + e.getCause(), e.getCause());
    }

    private static void logEnd(DagRun result) {
        if (result.state() == RunState.SUCCESS) {
            log.info("Run {} of DAG {} succeeded", result.runId(), result.dagId());
        } else {
            log.error("Run {} of DAG {} failed", result.runId(), result.dagId());
        }
    }

    private void log(TaskInstance begun, Outcome outcome) {
        var name = begun.key().display();
        if (outcome instanceof Outcome.Failed failure) {
            var cause = failure.cause() instanceof EngineException ? null : failure.cause();
            log.warn("Attempt {} at {} failed: {}", begun.tryNumber(), name, failure.describe(), cause);
        } else if (outcome instanceof Outcome.Skipped skipped) {
            log.info("{} is skipped: {}", name, skipped.reason());
        } else if (outcome instanceof Outcome.Waiting waiting) {
            log.debug("{} waits, and looks again at {}", name, waiting.again());
        } else if (outcome instanceof Outcome.Deferring deferring) {
            log.info(
                    "{} is deferred{}",
                    name,
                    deferring.deferral().until() == null
                            ? ""
                            : " until " + deferring.deferral().until() + " at the latest");
        } else if (outcome instanceof Outcome.Succeeded) {
            log.info("{} succeeded at attempt {}", name, begun.tryNumber());
        } else {
            log.warn("Attempt {} at {} is left as it is: the engine shuts down", begun.tryNumber(), name);
        }
    }
}
