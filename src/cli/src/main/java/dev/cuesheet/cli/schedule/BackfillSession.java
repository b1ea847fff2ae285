package dev.cuesheet.cli.schedule;

import static java.util.Objects.requireNonNull;

import ch.qos.logback.classic.Level;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.logging.AttemptLogs;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.Connecting;
import dev.cuesheet.cli.run.Observers;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.Scheduler;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A backfill, worked on until it has ended or somebody wants to stop: alone, or beside other processes. */
public final class BackfillSession {
    /** Not every store tells of the end of another process's run. */
    private static final long LOOK_MILLIS = 500;

    private final CuesheetCommand cuesheet;
    private final Semaphore news = new Semaphore(0);
    private final AtomicBoolean stopped = new AtomicBoolean();
    private @Nullable Backfill backfill;

    public BackfillSession(CuesheetCommand cuesheet) {
        this.cuesheet = cuesheet;
    }

    /**
     * Works on the backfill.
     *
     * @param beginning makes it, or finds it
     * @return whether it has ended and all its runs have succeeded
     */
    @SuppressWarnings("try") // the log is attached for as long as the block lasts
    public boolean execute(String dagId, BiFunction<Engine, Dag, Backfill> beginning) throws InterruptedException {
        var home = cuesheet.home().ready();
        var err = cuesheet.shell().err();
        try (var logs = Logs.toStream(err, cuesheet.debug() ? Level.INFO : Level.WARN);
                var connecting = Connecting.start(cuesheet)) {
            var dag = Dags.load(cuesheet, connecting::clients).get(dagId);
            try (var store = RunStore.open(cuesheet);
                    var lines = new RunLines(
                            home.logs(),
                            err,
                            cuesheet.style(Tty.Stream.ERR),
                            connecting,
                            cuesheet.shell().clock());
                    var attempts = AttemptLogs.below(home.logs());
                    var observers = Observers.configured(cuesheet.shell());
                    var engine = observers
                            .joining(Engine.builder())
                            .store(store.states())
                            .clock(cuesheet.shell().clock())
                            .secrets(cuesheet.secrets())
                            .listener(lines)
                            .listener(attempts)
                            .listener(new Bell())
                            .build()) {
                backfill = beginning.apply(engine, dag);
                return execute(engine, dag, err);
            }
        }
    }

    /** As it stood when it was last looked at. */
    public Backfill backfill() {
        return requireNonNull(backfill, "a backfill is made or found first");
    }

    private boolean execute(Engine engine, Dag dag, PrintStream err) throws InterruptedException {
        Signals.on(Signals.Signal.INT, this::stop);
        Signals.on(Signals.Signal.TERM, this::stop);
        long number = backfill().number();
        err.printf(
                "Backfill %d of DAG \"%s\": %d runs.%n",
                number, dag.id(), runs(engine).size());
        try (var scheduler =
                Scheduler.ofWaiting(engine, run -> Long.valueOf(number).equals(run.backfill()))) {
            scheduler.schedule(List.of(dag));
            if (engine.isPaused(dag.id())) {
                err.printf("The DAG is paused; nothing starts until: cuesheet dags unpause %s%n", dag.id());
            }
            if (backfill().paused()) {
                err.printf("The backfill is paused; nothing starts until: cuesheet backfill unpause %d%n", number);
            }
            watch(engine, err);
        }
        return end(engine, err);
    }

    private void watch(Engine engine, PrintStream err) throws InterruptedException {
        long told = 0;
        while (!stopped.get()) {
            var runs = runs(engine);
            long finished =
                    runs.stream().filter(run -> run.state().isFinished()).count();
            if (finished > told) {
                told = finished;
                err.printf(
                        "Backfill %d: %d of %d runs have ended.%n", backfill().number(), finished, runs.size());
            }
            backfill = engine.backfills().find(backfill().number()).orElseThrow();
            if (backfill().hasEnded() && runs.stream().noneMatch(run -> run.state() == RunState.RUNNING)) {
                return;
            }
            if (news.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                news.drainPermits();
            }
        }
    }

    private boolean end(Engine engine, PrintStream err) {
        var runs = runs(engine);
        if (stopped.get() && !backfill().hasEnded()) {
            err.printf(
                    "Stopping; the backfill is left as it is. To go on: cuesheet backfill run %d, or a scheduler.%n",
                    backfill().number());
            return false;
        }
        var failed = runs.stream().filter(run -> run.state() == RunState.FAILED).toList();
        err.printf(
                "Backfill %d has ended: %d success, %d failed.%n",
                backfill().number(), runs.size() - failed.size(), failed.size());
        if (!failed.isEmpty()) {
            err.printf(
                    "Once the cause is gone, the same with --reprocess-behavior failed, or: cuesheet tasks clear %s --only-failed --run RUN%n",
                    backfill().dagId());
        }
        return failed.isEmpty();
    }

    private List<DagRun> runs(Engine engine) {
        return engine.backfills().runs(backfill());
    }

    private void stop() {
        stopped.set(true);
        news.release();
    }

    /** Rings when a run has ended here. */
    private final class Bell implements RunListener {
        @Override
        public void runFinished(DagRun run) {
            news.release();
        }
    }
}
