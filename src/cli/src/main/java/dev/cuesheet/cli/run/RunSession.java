package dev.cuesheet.cli.run;

import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.logging.AttemptLogs;
import dev.cuesheet.cli.terminal.LiveLines;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.ActiveRun;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.operators.RunsGlueJob;
import java.io.PrintStream;

/** One run from order to outcome: loads the DAG, opens AWS meanwhile, watches the engine and tells how it went. */
public final class RunSession {
    private final CuesheetCommand cuesheet;
    private final boolean json;

    /** @param json whether standard output is for one JSON object alone */
    public RunSession(CuesheetCommand cuesheet, boolean json) {
        this.cuesheet = cuesheet;
        this.json = json;
    }

    /** Returns whether the run succeeded. */
    public boolean execute(RunOrder order) throws InterruptedException {
        cuesheet.home().ready();
        try (var connecting = Connecting.start(cuesheet)) {
            var dag = Dags.load(cuesheet, connecting::clients).get(order.dagId());
            var aws = connecting.await();
            if (dag.work().anyMatch(RunsGlueJob.class::isInstance)) {
                aws.expectGlueJob();
            }
            try (var store = RunStore.open(cuesheet)) {
                return execute(order, dag, store);
            }
        }
    }

    private boolean execute(RunOrder order, Dag dag, RunStore store) throws InterruptedException {
        DagRun run;
        var log = new RunLog(cuesheet.home().logs());
        try (log;
                var attempts = AttemptLogs.below(cuesheet.home().logs());
                var observers = Observers.configured(cuesheet.shell());
                var watcher = watcher();
                var engine = observers
                        .joining(Engine.builder())
                        .store(store.states())
                        .clock(cuesheet.shell().clock())
                        .secrets(cuesheet.secrets())
                        .listener(log)
                        .listener(attempts)
                        .listener(watcher)
                        .build()) {
            var active = order.handTo(engine, dag);
            obeySignals(engine, active);
            run = active.await();
        }
        tell(store, store.details(run.dagId(), run.runId()), log);
        return run.state() == RunState.SUCCESS;
    }

    private RunWatcher watcher() {
        var shell = cuesheet.shell();
        var style = cuesheet.style(Tty.Stream.ERR);
        return Tty.isTerminal(Tty.Stream.ERR, shell.environment())
                ? new LiveWatcher(new LiveLines(shell.err(), Tty.size()), style, shell.clock())
                : new LineWatcher(shell.err(), style, shell.clock());
    }

    /** Ctrl-C means that the run is not wanted any more; a request to end means that somebody will resume it. */
    private void obeySignals(Engine engine, ActiveRun active) {
        Signals.on(Signals.Signal.INT, () -> {
            cuesheet.shell().err().println("\nCancelling; Ctrl-C again ends at once.");
            active.cancel();
        });
        Signals.on(Signals.Signal.TERM, engine::close);
    }

    private void tell(RunStore store, RunHistory.Details details, RunLog log) {
        var err = cuesheet.shell().err();
        var run = details.entry().run();
        tellFailures(err, details);
        log.file().ifPresent(file -> err.printf("Log: %s%n", file));
        if (run.state() == RunState.FAILED) {
            err.printf("Once the cause is gone: cuesheet run-dag %s --resume %s%n", run.dagId(), run.runId());
        }
        if (json) {
            Json.print(cuesheet.shell().out(), RunJson.of(details));
        } else {
            RunReport.of(store, details)
                    .ifPresent(report ->
                            cuesheet.shell().out().print("\n" + RunReport.onScreen(report, cuesheet.screen())));
        }
    }

    private void tellFailures(PrintStream err, RunHistory.Details details) {
        var style = cuesheet.style(Tty.Stream.ERR);
        details.instances().stream()
                .filter(task -> task.state().isFailure() && task.note() != null)
                .forEach(task -> err.printf(
                        "%s %s: %s%n",
                        style.red(style.glyph("✗", "x")), task.key().display(), task.note()));
        var note = details.entry().run().note();
        if (note != null && !note.isBlank()) {
            err.println(note);
        }
    }
}
