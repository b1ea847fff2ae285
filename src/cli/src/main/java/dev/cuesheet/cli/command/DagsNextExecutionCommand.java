package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.ScheduledRun;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells when a DAG's next runs are. */
@Command(
        name = "next-execution",
        sortOptions = false,
        description = "Tells the logical dates of a DAG's next runs, and when each is due.",
        footer = {
            "",
            "Examples:",
            "  cuesheet dags next-execution tickit_etl",
            "  cuesheet dags next-execution tickit_etl -n 7 --json"
        })
public final class DagsNextExecutionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(
            names = {"-n", "--num-executions"},
            paramLabel = "N",
            defaultValue = "1",
            description = "So many (default ${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        if (count < 1) {
            throw Parent.wrong(spec, "-n must be at least 1, got %d.".formatted(count));
        }
        var root = Parent.of(spec);
        var dag = Dags.load(root).get(dagId);
        var runs = upcoming(root, dag);
        if (json) {
            Json.print(
                    root.shell().out(),
                    runs.stream()
                            .map(run -> Map.of(
                                    "logicalDate",
                                    run.logicalDate().toString(),
                                    "runAfter",
                                    run.runAfter().toString()))
                            .toList());
        } else if (runs.isEmpty()) {
            root.shell()
                    .err()
                    .printf(
                            "DAG \"%s\" has no next run; its schedule: %s.%n",
                            dagId, dag.schedule().describe());
        } else {
            runs.forEach(run -> root.shell()
                    .out()
                    .println(
                            run.logicalDate().equals(run.runAfter())
                                    ? run.logicalDate().toString()
                                    : "%s  due %s".formatted(run.logicalDate(), run.runAfter())));
        }
        return CommandLines.SUCCESS;
    }

    private List<ScheduledRun> upcoming(CuesheetCommand root, Dag dag) {
        var now = root.shell().clock().instant();
        var existing = RunStore.openExisting(root);
        if (existing.isEmpty()) {
            return RunHistory.of(new InMemoryStateStore()).upcoming(dag, now, count);
        }
        try (var store = existing.get()) {
            if (store.states().pausedDags().contains(dagId)) {
                root.shell().err().printf("DAG \"%s\" is paused; none of these starts before it is unpaused.%n", dagId);
            }
            return store.history().upcoming(dag, now, count);
        }
    }
}
