package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.dagbag.LoadedDag;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the DAGs of the folder with what is to come for them. */
@Command(
        name = "list",
        sortOptions = false,
        description = {
            "Lists the DAGs of the folder: schedule, next run, and which are paused.",
            "Files that do not compile or define no valid DAG are named, and the exit code is then 1."
        },
        footer = {"", "Examples:", "  cuesheet dags list", "  cuesheet dags list --json"})
public final class DagsListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    private record Line(LoadedDag loaded, boolean paused, Optional<Instant> nextRun) {
        Dag dag() {
            return loaded.dag();
        }
    }

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var dags = Dags.load(root);
        var lines = lines(root, dags);
        if (json) {
            Json.print(
                    root.shell().out(),
                    lines.stream().map(DagsListCommand::object).toList());
        } else if (!lines.isEmpty()) {
            root.shell().out().print(table(lines).render(root.screen()));
        } else if (dags.faults().isEmpty()) {
            root.shell().err().printf("No DAGs in %s.%n", dags.folder());
        }
        if (!dags.faults().isEmpty()) {
            throw new UserError(
                    "Some files in %s could not be loaded:%s".formatted(dags.folder(), Dags.lines(dags.faults())));
        }
        return CommandLines.SUCCESS;
    }

    private static List<Line> lines(CuesheetCommand root, Dags dags) {
        var existing = RunStore.openExisting(root);
        if (existing.isEmpty()) {
            return lines(root, dags, RunHistory.of(new InMemoryStateStore()), Set.of());
        }
        try (var store = existing.get()) {
            return lines(root, dags, store.history(), store.states().pausedDags());
        }
    }

    private static List<Line> lines(CuesheetCommand root, Dags dags, RunHistory history, Set<String> paused) {
        var lines = new ArrayList<Line>();
        var now = root.shell().clock().instant();
        for (var loaded : dags.all()) {
            var dag = loaded.dag();
            var next = history.upcoming(dag, now, 1).stream().findFirst();
            lines.add(new Line(loaded, paused.contains(dag.id()), next.map(run -> run.runAfter())));
        }
        return lines;
    }

    private static TextTable table(List<Line> lines) {
        var table = new TextTable()
                .column("DAG", Align.LEFT)
                .column("SCHEDULE", Align.LEFT)
                .column("NEXT RUN (UTC)", Align.LEFT)
                .column("TASKS", Align.RIGHT)
                .column("DESCRIPTION", Align.LEFT);
        for (var line : lines) {
            table.row(
                    line.dag().id(),
                    line.dag().schedule().describe(),
                    line.paused()
                            ? "paused"
                            : line.nextRun().map(Moments::toSecond).orElse(""),
                    String.valueOf(line.dag().tasks().size()),
                    line.dag().structure().description());
        }
        return table;
    }

    private static Map<String, @Nullable Object> object(Line line) {
        var dag = line.dag();
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("dagId", dag.id());
        json.put("description", dag.structure().description());
        json.put("schedule", dag.schedule().describe());
        json.put("tags", dag.structure().tags());
        json.put("tasks", dag.tasks().size());
        json.put("file", line.loaded().source().toString());
        json.put("paused", line.paused());
        json.put("nextRun", line.nextRun().map(Instant::toString).orElse(null));
        return json;
    }
}
