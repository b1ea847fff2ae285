package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.dagbag.LoadedDag;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Lists the DAGs of the folder. */
@Command(
        name = "list-dags",
        sortOptions = false,
        description = {
            "Lists the DAGs of the folder; a file dropped there is listed without a rebuild.",
            "Files that do not compile or define no valid DAG are named, and the exit code is then 1."
        },
        footer = {"", "Examples:", "  cuesheet list-dags", "  cuesheet list-dags --dags-folder ~/dags --json"})
public final class ListDagsCommand implements Callable<Integer> {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(cuesheet);
        var dags = Dags.load(root);
        if (json) {
            Json.print(
                    root.shell().out(),
                    dags.all().stream().map(ListDagsCommand::object).toList());
        } else if (!dags.all().isEmpty()) {
            root.shell().out().print(table(dags).render(root.screen()));
        } else if (dags.faults().isEmpty()) {
            root.shell().err().printf("No DAGs in %s.%n", dags.folder());
        }
        if (!dags.faults().isEmpty()) {
            throw new UserError(
                    "Some files in %s could not be loaded:%s".formatted(dags.folder(), Dags.lines(dags.faults())));
        }
        return CommandLines.SUCCESS;
    }

    private static TextTable table(Dags dags) {
        var table = new TextTable()
                .column("DAG", Align.LEFT)
                .column("SCHEDULE", Align.LEFT)
                .column("TASKS", Align.RIGHT)
                .column("DESCRIPTION", Align.LEFT);
        for (var loaded : dags.all()) {
            var dag = loaded.dag();
            table.row(
                    dag.id(),
                    dag.schedule().describe(),
                    String.valueOf(dag.tasks().size()),
                    dag.structure().description());
        }
        return table;
    }

    private static Map<String, Object> object(LoadedDag loaded) {
        Dag dag = loaded.dag();
        var json = new LinkedHashMap<String, Object>();
        json.put("dagId", dag.id());
        json.put("description", dag.structure().description());
        json.put("schedule", dag.schedule().describe());
        json.put("tags", dag.structure().tags());
        json.put("tasks", dag.tasks().size());
        json.put("file", loaded.source().toString());
        return json;
    }
}
