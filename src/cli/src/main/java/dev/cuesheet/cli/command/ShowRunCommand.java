package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.logging.Logs;
import dev.cuesheet.cli.run.RunChecks;
import dev.cuesheet.cli.run.RunJson;
import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows one run with its tasks. */
@Command(
        name = "show-run",
        sortOptions = false,
        description = "Shows a run: parameters, tasks, states, attempts, durations, and what went wrong.",
        footer = {
            "",
            "Examples:",
            "  cuesheet show-run tickit_etl                 the latest run",
            "  cuesheet show-run tickit_etl RUN_ID --json"
        })
public final class ShowRunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "RUN",
            description = "The run, by its id or date (default: the latest).")
    private @Nullable String runId;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            var found = store.find(dagId, runId == null ? "latest" : runId);
            var details = store.details(dagId, found.run().runId());
            if (json) {
                var full = RunJson.inFull(details);
                full.put("checks", RunChecks.of(store, details).json());
                Json.print(root.shell().out(), full);
            } else {
                show(root, details, root.shell().out());
                showChecks(RunChecks.of(store, details), root.shell().out());
            }
        }
        return CommandLines.SUCCESS;
    }

    private static void show(CuesheetCommand root, RunHistory.Details details, PrintStream out) {
        var run = details.entry().run();
        out.printf("%s  %s  %s%n", run.dagId(), run.runId(), details.entry().displayState());
        line(out, "logical date", String.valueOf(run.logicalDate()));
        line(out, "started", Moments.toSecond(run.startDate()));
        line(out, "took", run.duration().map(Quantity::duration).orElse(""));
        line(
                out,
                "params",
                run.params().entrySet().stream().map(Object::toString).sorted().collect(Collectors.joining(" ")));
        line(out, "note", run.note() == null ? "" : run.note());
        var log = Logs.file(root.home().logs(), run.dagId(), run.runId());
        line(out, "log", Files.exists(log) ? log.toString() : "");
        out.println();
        out.print(table(details).render(root.screen()));
        details.instances().stream()
                .filter(task -> task.note() != null && task.note().contains("\n"))
                .forEach(task -> out.printf("%n%s: %s%n", task.key().display(), task.note()));
    }

    private static void showChecks(RunChecks checks, PrintStream out) {
        if (!checks.tasks().isEmpty()) {
            out.println();
            checks.lines().forEach(out::println);
        }
    }

    private static void line(PrintStream out, String name, String value) {
        if (!value.isEmpty()) {
            out.printf("  %-13s %s%n", name, value);
        }
    }

    private static TextTable table(RunHistory.Details details) {
        var table = new TextTable()
                .column("TASK", Align.LEFT)
                .column("STATE", Align.LEFT)
                .column("ATTEMPTS", Align.RIGHT)
                .column("TOOK", Align.RIGHT)
                .column("NOTE", Align.LEFT);
        for (TaskInstance task : details.instances()) {
            table.row(
                    task.key().display(),
                    details.displayState(task),
                    String.valueOf(task.tryNumber()),
                    task.duration().map(Quantity::duration).orElse(""),
                    task.note() == null ? "" : task.note().lines().findFirst().orElse(""));
        }
        return table;
    }
}
