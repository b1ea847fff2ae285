package dev.cuesheet.cli.command;

import ch.qos.logback.classic.Level;
import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.Signals;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.Connecting;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunListener;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskTrial;
import dev.cuesheet.engine.spi.StateStore;
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

/** Runs one task on its own. */
@Command(
        name = "test",
        sortOptions = false,
        description = {
            "Runs one task now, once, whatever it waits for; nothing of that is kept. The task does its real work.",
            "What it takes from other tasks are the results of the latest run that has them. Its own result goes to",
            "standard output as JSON."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks test tickit_etl check_source --param source=/data/tickit",
            "  cuesheet tasks test tickit_etl report --run 2024-05-01"
        })
public final class TasksTestCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "TASK_ID", description = "The task.")
    private String taskId = "";

    @Mixin
    private final ParamOptions params = new ParamOptions();

    @Option(
            names = {"-l", "--logical-date"},
            paramLabel = "DATE",
            converter = Moments.class,
            description = "The date that the task is to work for (default: now).")
    private @Nullable Instant logicalDate;

    @Option(
            names = "--run",
            paramLabel = "RUN",
            description = "Take the results of this run: its id, its logical date, or latest.")
    private @Nullable String run;

    @Option(
            names = {"-m", "--map-index"},
            paramLabel = "N",
            defaultValue = "-1",
            description = "Which item of a mapped task, from 0.")
    private int mapIndex;

    @Override
    @SuppressWarnings("try") // the log is attached for as long as the block lasts
    public Integer call() throws InterruptedException {
        var root = Parent.of(spec);
        root.home().ready();
        try (var logs = Logs.toStream(root.shell().err(), Level.INFO);
                var connecting = Connecting.start(root)) {
            var dag = Dags.load(root, connecting::clients).get(dagId);
            Dags.task(dag, taskId);
            var aws = connecting.await();
            if (dag.operator(taskId).filter(RunsGlueJob.class::isInstance).isPresent()) {
                aws.expectGlueJob();
            }
            var existing = RunStore.openExisting(root);
            if (existing.isEmpty()) {
                return test(root, dag, new InMemoryStateStore(), null);
            }
            try (var store = existing.get()) {
                var runId = run == null ? null : store.find(dagId, run).run().runId();
                return test(root, dag, store.states(), runId);
            }
        }
    }

    private int test(CuesheetCommand root, Dag dag, StateStore results, @Nullable String resultsOf) {
        var request = params.request();
        request = logicalDate == null ? request : request.logicalDate(logicalDate);
        var trial = new TaskTrial(dag, results, root.shell().clock(), root.secrets());
        Signals.on(Signals.Signal.INT, trial::cancel);
        var result = trial.run(taskId, request, mapIndex, resultsOf, new RunListener() {});
        tell(root, result);
        return result.state() == TaskInstanceState.SUCCESS || result.state() == TaskInstanceState.SKIPPED
                ? CommandLines.SUCCESS
                : CommandLines.FAILED;
    }

    private void tell(CuesheetCommand root, TaskTrial.Result result) {
        var err = root.shell().err();
        var style = root.style(Tty.Stream.ERR);
        if (!result.inputsFrom().isEmpty()) {
            err.printf("It took the results of run %s.%n", result.inputsFrom());
        }
        var label = result.state() == TaskInstanceState.UP_FOR_RESCHEDULE
                ? "waits"
                : result.state().label();
        err.printf(
                "%s  %s%s%n",
                taskId,
                result.state() == TaskInstanceState.FAILED ? style.red(label) : label,
                result.note().isEmpty() ? "" : ": " + result.note());
        var cause = result.cause();
        if (cause != null) {
            cause.printStackTrace(err);
        }
        if (result.json() != null) {
            root.shell().out().println(result.json());
        }
    }
}
