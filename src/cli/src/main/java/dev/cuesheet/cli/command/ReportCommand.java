package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.run.RunReport;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.report.JsonReport;
import dev.cuesheet.report.Report;
import dev.cuesheet.report.ReportFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows the answers of a run again. */
@Command(
        name = "report",
        sortOptions = false,
        description = "Shows the answers that a run gave, without asking the warehouse again.",
        footer = {
            "",
            "Examples:",
            "  cuesheet report                              the latest successful run of tickit_etl",
            "  cuesheet report --html report.html",
            "  cuesheet report --run RUN_ID --json"
        })
public final class ReportCommand implements Callable<Integer> {
    private static final int RUNS_LOOKED_AT = 50;

    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Parameters(
            arity = "0..1",
            paramLabel = "DAG_ID",
            defaultValue = "tickit_etl",
            description = "The DAG (default ${DEFAULT-VALUE}).")
    private String dagId = "";

    @Option(names = "--run", paramLabel = "RUN_ID", description = "The run (default: the latest successful one).")
    private @Nullable String runId;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a page that needs no network to this file.")
    private @Nullable Path html;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(cuesheet);
        var report = report(root);
        if (html != null) {
            var file = ReportFiles.writeHtml(report, root.shell().folder().resolve(html));
            root.shell().err().printf("Wrote %s%n", file);
        }
        if (json) {
            root.shell().out().print(new JsonReport().render(report));
        } else if (html == null) {
            root.shell().out().print(RunReport.onScreen(report, root.screen()));
        }
        return CommandLines.SUCCESS;
    }

    private Report report(CuesheetCommand root) {
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            var details = store.details(dagId, runId == null ? latestSuccess(store) : runId);
            return RunReport.of(store, details)
                    .orElseThrow(() -> new UserError("Run \"%s\" of DAG \"%s\" made no report."
                            .formatted(details.entry().run().runId(), dagId)));
        }
    }

    private String latestSuccess(RunStore store) {
        return store.history().latest(dagId, RUNS_LOOKED_AT).stream()
                .map(RunHistory.Entry::run)
                .filter(run -> run.state() == RunState.SUCCESS)
                .map(run -> run.runId())
                .findFirst()
                .orElseThrow(() -> new UserError("DAG \"%s\" has no successful run yet. Start one: cuesheet run-dag %s"
                        .formatted(dagId, dagId)));
    }
}
