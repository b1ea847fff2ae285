package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.Backfill;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.report.TextTable;
import dev.cuesheet.report.TextTable.Align;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows a backfill with its runs. */
@Command(
        name = "show",
        sortOptions = false,
        description = "Shows a backfill: each of its dates, and how the run for it stands.",
        footer = {"", "Examples:", "  cuesheet backfill show 3", "  cuesheet backfill show 3 --json"})
public final class BackfillShowCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "The backfill.")
    private long number;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = Backfills.store(root, number)) {
            var backfill = Backfills.get(store, number);
            if (json) {
                var object = Backfills.object(backfill);
                object.put(
                        "dates",
                        backfill.entries().stream()
                                .map(entry -> object(store, backfill, entry))
                                .toList());
                Json.print(root.shell().out(), object);
            } else {
                root.shell().out().println(Backfills.line(backfill));
                root.shell().out().println();
                root.shell().out().print(table(store, backfill).render(root.screen()));
            }
        }
        return CommandLines.SUCCESS;
    }

    private static Map<String, @Nullable Object> object(RunStore store, Backfill backfill, Backfill.Entry entry) {
        var object = Backfills.object(entry);
        object.put("state", state(store, backfill, entry));
        return object;
    }

    private static TextTable table(RunStore store, Backfill backfill) {
        var table = new TextTable()
                .column("#", Align.RIGHT)
                .column("LOGICAL DATE (UTC)", Align.LEFT)
                .column("RUN", Align.LEFT)
                .column("STATE", Align.LEFT);
        backfill.entries()
                .forEach(entry -> table.row(
                        String.valueOf(entry.ordinal()),
                        Moments.toSecond(entry.logicalDate()),
                        entry.runId(),
                        state(store, backfill, entry)
                                + (entry.leftAlone() == null ? "" : ", left alone: " + entry.leftAlone())));
        return table;
    }

    private static String state(RunStore store, Backfill backfill, Backfill.Entry entry) {
        return store.history()
                .find(backfill.dagId(), entry.runId())
                .map(RunHistory.Entry::displayState)
                .orElse("");
    }
}
