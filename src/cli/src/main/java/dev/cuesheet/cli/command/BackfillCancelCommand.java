package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a backfill: runs that wait have failed then, those under way go on. */
@Command(
        name = "cancel",
        sortOptions = false,
        description = "Ends a backfill: runs that wait have failed then, those under way go on.",
        footer = {"", "Examples:", "  cuesheet backfill cancel 3"})
public final class BackfillCancelCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "The backfill.")
    private long number;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        String dagId;
        try (var store = Backfills.store(root, number)) {
            dagId = Backfills.unfinished(store, number).dagId();
        }
        try (var desk = Desk.openExisting(root, dagId)) {
            desk.engine().backfills().cancel(desk.dag(), number);
            desk.out().println(Backfills.line(Backfills.get(desk.store(), number)));
        }
        return CommandLines.SUCCESS;
    }
}
