package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskSelection;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Has task instances run again, after it has shown which and asked. */
final class Clearing {
    @Option(names = "--dry-run", description = "Show what would be cleared, and do nothing.")
    private boolean dryRun;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print what is cleared as a JSON array.")
    private boolean json;

    int clear(@Nullable CommandSpec spec, Desk desk, List<String> runs, TaskSelection selection) throws IOException {
        var root = Parent.of(spec);
        var operations = desk.engine().operations();
        var selected = new ArrayList<TaskInstance>();
        runs.forEach(run -> selected.addAll(operations.select(desk.dag(), run, selection)));
        show(root, selected);
        if (dryRun || selected.isEmpty()) {
            return CommandLines.SUCCESS;
        }
        if (!yes && !agreed(spec, root, selected.size())) {
            desk.err().println("Nothing was cleared.");
            return CommandLines.FAILED;
        }
        runs.forEach(run -> operations.clear(desk.dag(), run, selection));
        selected.stream().map(instance -> instance.key().runId()).distinct().forEach(desk::tellHowItGoesOn);
        return CommandLines.SUCCESS;
    }

    private static boolean agreed(@Nullable CommandSpec spec, CuesheetCommand root, int count) throws IOException {
        if (!Tty.isTerminal(Tty.Stream.IN, root.shell().environment())) {
            throw Parent.wrong(
                    spec, "Nobody can be asked here, as standard input is no terminal; --yes clears without asking.");
        }
        return Confirmation.given(
                "Run %s again?"
                        .formatted(count == 1 ? "this task instance" : "these %d task instances".formatted(count)),
                System.in,
                root.shell().err());
    }

    private void show(CuesheetCommand root, List<TaskInstance> selected) {
        if (json) {
            Json.print(
                    root.shell().out(), selected.stream().map(Clearing::object).toList());
        } else if (selected.isEmpty()) {
            root.shell().err().println("There is nothing to clear: no task instance is as the options say.");
        } else {
            var table = new TextTable()
                    .column("RUN", Align.LEFT)
                    .column("TASK", Align.LEFT)
                    .column("STATE", Align.LEFT);
            selected.forEach(instance -> table.row(
                    instance.key().runId(),
                    instance.key().display(),
                    instance.state().label()));
            root.shell().out().print(table.render(root.screen()));
        }
    }

    static Map<String, Object> object(TaskInstance instance) {
        var json = new LinkedHashMap<String, Object>();
        json.put("dagId", instance.key().dagId());
        json.put("runId", instance.key().runId());
        json.put("taskId", instance.taskId());
        json.put("mapIndex", instance.mapIndex());
        json.put("state", instance.state().label());
        return json;
    }
}
