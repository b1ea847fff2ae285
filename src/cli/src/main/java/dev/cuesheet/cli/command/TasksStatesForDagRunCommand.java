package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the states of all tasks of a run. */
@Command(
        name = "states-for-dag-run",
        sortOptions = false,
        description = "Prints the state of every task of a run, with its start and end.",
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks states-for-dag-run tickit_etl latest",
            "  cuesheet tasks states-for-dag-run tickit_etl 2024-05-01 --json"
        })
public final class TasksStatesForDagRunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            var details = store.details(dagId, store.find(dagId, run).run().runId());
            if (json) {
                Json.print(
                        root.shell().out(),
                        details.instances().stream()
                                .map(instance -> object(details, instance))
                                .toList());
            } else {
                root.shell().out().print(table(details).render(root.screen()));
            }
        }
        return CommandLines.SUCCESS;
    }

    private static TextTable table(RunHistory.Details details) {
        var table = new TextTable()
                .column("TASK", Align.LEFT)
                .column("STATE", Align.LEFT)
                .column("STARTED (UTC)", Align.LEFT)
                .column("ENDED (UTC)", Align.LEFT);
        details.instances()
                .forEach(instance -> table.row(
                        instance.key().display(),
                        details.displayState(instance),
                        Moments.toSecond(instance.startDate()),
                        Moments.toSecond(instance.endDate())));
        return table;
    }

    private static Map<String, @Nullable Object> object(RunHistory.Details details, TaskInstance instance) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("taskId", instance.taskId());
        json.put("mapIndex", instance.mapIndex());
        json.put("state", details.displayState(instance));
        json.put(
                "startDate",
                instance.startDate() == null ? null : instance.startDate().toString());
        json.put(
                "endDate",
                instance.endDate() == null ? null : instance.endDate().toString());
        return json;
    }
}
