package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.run.RunJson;
import dev.cuesheet.cli.terminal.Quantity;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what ran, the latest first. */
@Command(
        name = "list-runs",
        sortOptions = false,
        description = {
            "Lists runs, the latest first.",
            "A run whose process was killed is shown as interrupted; run-dag --resume goes on with it."
        },
        footer = {"", "Examples:", "  cuesheet list-runs", "  cuesheet list-runs tickit_etl --limit 5 --json"})
public final class ListRunsCommand implements Callable<Integer> {
    private static final List<String> STATES = List.of("queued", "running", "success", "failed", "interrupted");
    private static final int FURTHER = 8;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DAG_ID", description = "Only runs of this DAG.")
    private @Nullable String dagId;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Only runs in this state: queued, running, success, failed or interrupted.")
    private @Nullable String state;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        if (state != null && !STATES.contains(state)) {
            throw Parent.wrong(
                    spec, "There is no run state \"%s\"; there are %s.".formatted(state, String.join(", ", STATES)));
        }
        if (limit < 1) {
            throw Parent.wrong(spec, "--limit must be at least 1, got %d.".formatted(limit));
        }
        var runs = runs(root);
        if (json) {
            Json.print(root.shell().out(), runs.stream().map(RunJson::of).toList());
        } else if (runs.isEmpty()) {
            root.shell()
                    .err()
                    .printf(
                            state == null ? "No runs yet in %s.%n" : "No such runs in %s.%n",
                            root.databaseUrl().isPresent()
                                    ? "the database"
                                    : root.home().folder());
        } else {
            root.shell().out().print(table(runs).render(root.screen()));
        }
        return CommandLines.SUCCESS;
    }

    private List<RunHistory.Entry> runs(CuesheetCommand root) {
        var existing = RunStore.openExisting(root);
        if (existing.isEmpty()) {
            return List.of();
        }
        try (var store = existing.get()) {
            return runs(store.history());
        }
    }

    /** Those of a state may be far between. */
    private List<RunHistory.Entry> runs(RunHistory history) {
        for (int looked = limit;
                ;
                looked = looked > Integer.MAX_VALUE / FURTHER ? Integer.MAX_VALUE : looked * FURTHER) {
            var latest = dagId == null ? history.latest(looked) : history.latest(dagId, looked);
            var matching = latest.stream()
                    .filter(entry -> state == null || entry.displayState().equals(state))
                    .limit(limit)
                    .toList();
            if (matching.size() == limit || latest.size() < looked) {
                return matching;
            }
        }
    }

    private static TextTable table(List<RunHistory.Entry> runs) {
        var table = new TextTable()
                .column("DAG", Align.LEFT)
                .column("RUN", Align.LEFT)
                .column("STATE", Align.LEFT)
                .column("STARTED (UTC)", Align.LEFT)
                .column("TOOK", Align.RIGHT);
        for (var entry : runs) {
            var run = entry.run();
            table.row(
                    run.dagId(),
                    run.runId(),
                    entry.displayState(),
                    Moments.toSecond(run.startDate()),
                    run.duration().map(Quantity::duration).orElse(""));
        }
        return table;
    }
}
