package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.Backfill;
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

/** Lists backfills. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists backfills, the latest first.",
        footer = {"", "Examples:", "  cuesheet backfill list", "  cuesheet backfill list tickit_etl --json"})
public final class BackfillListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "DAG_ID", description = "Only backfills of this DAG.")
    private @Nullable String dagId;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many (default ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var backfills = backfills(root);
        if (json) {
            Json.print(
                    root.shell().out(),
                    backfills.stream().map(Backfills::object).toList());
        } else if (backfills.isEmpty()) {
            root.shell().err().println("No backfills yet.");
        } else {
            root.shell().out().print(table(backfills).render(root.screen()));
        }
        return CommandLines.SUCCESS;
    }

    private List<Backfill> backfills(CuesheetCommand root) {
        var existing = RunStore.openExisting(root);
        if (existing.isEmpty()) {
            return List.of();
        }
        try (var store = existing.get()) {
            return store.states().backfills().list(dagId, limit);
        }
    }

    private static TextTable table(List<Backfill> backfills) {
        var table = new TextTable()
                .column("NUMBER", Align.RIGHT)
                .column("DAG", Align.LEFT)
                .column("FROM (UTC)", Align.LEFT)
                .column("TO (UTC)", Align.LEFT)
                .column("RUNS", Align.RIGHT)
                .column("STATE", Align.LEFT);
        backfills.forEach(backfill -> table.row(
                String.valueOf(backfill.number()),
                backfill.dagId(),
                Moments.toSecond(backfill.from()),
                Moments.toSecond(backfill.to()),
                String.valueOf(Backfills.runs(backfill)),
                Backfills.state(backfill)));
        return table;
    }
}
