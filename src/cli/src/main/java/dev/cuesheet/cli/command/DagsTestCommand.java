package dev.cuesheet.cli.command;

import ch.qos.logback.classic.Level;
import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.Connecting;
import dev.cuesheet.cli.run.LineWatcher;
import dev.cuesheet.cli.run.RunJson;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.operators.RunsGlueJob;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a whole DAG with its state in memory. */
@Command(
        name = "test",
        sortOptions = false,
        description = {
            "Runs a whole DAG now, with its state in memory: the tasks do their real work, retries and all, but the run",
            "is in no history, has no log file, and takes no run's place. Log lines go to standard error."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet dags test tickit_etl",
            "  cuesheet dags test tickit_etl --logical-date 2024-05-01 --param year=2008"
        })
public final class DagsTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Mixin
    private final ParamOptions params = new ParamOptions();

    @Option(
            names = {"-l", "--logical-date"},
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The date that the run is about, as 2024-05-01 or 2024-05-01T02:00:00Z (default: now).")
    private @Nullable Instant logicalDate;

    @Option(names = "--json", description = "End with one JSON object on standard output.")
    private boolean json;

    @Override
    @SuppressWarnings("try") // the log is attached for as long as the block lasts
    public Integer call() throws InterruptedException {
        var root = Parent.of(spec);
        root.home().ready();
        try (var logs = Logs.toStream(root.shell().err(), root.debug() ? Level.INFO : Level.WARN);
                var connecting = Connecting.start(root)) {
            var dag = Dags.load(root, connecting::clients).get(dagId);
            var aws = connecting.await();
            if (dag.work().anyMatch(RunsGlueJob.class::isInstance)) {
                aws.expectGlueJob();
            }
            return run(root, dag);
        }
    }

    private int run(CuesheetCommand root, Dag dag) throws InterruptedException {
        var request = params.request();
        request = logicalDate == null ? request : request.logicalDate(logicalDate);
        var shell = root.shell();
        try (var store = new InMemoryStateStore();
                var watcher = new LineWatcher(shell.err(), root.style(Tty.Stream.ERR), shell.clock());
                var engine = Engine.builder()
                        .store(store)
                        .clock(shell.clock())
                        .secrets(root.secrets())
                        .listener(watcher)
                        .build()) {
            var active = engine.start(dag, request);
            Signals.on(Signals.Signal.INT, () -> {
                shell.err().println("\nCancelling; Ctrl-C again ends at once.");
                active.cancel();
            });
            var run = active.await();
            shell.err().println("A test: nothing of this run is kept.");
            if (json) {
                var details = RunHistory.of(store).details(run.dagId(), run.runId());
                Json.print(shell.out(), RunJson.of(details.orElseThrow()));
            }
            return run.state() == RunState.SUCCESS ? CommandLines.SUCCESS : CommandLines.FAILED;
        }
    }
}
