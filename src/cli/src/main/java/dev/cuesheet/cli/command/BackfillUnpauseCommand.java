package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lets a paused backfill go on. */
@Command(
        name = "unpause",
        sortOptions = false,
        description = "Lets a paused backfill go on.",
        footer = {"", "Examples:", "  cuesheet backfill unpause 3"})
public final class BackfillUnpauseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "The backfill.")
    private long number;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = Backfills.store(root, number);
                var engine = Backfills.engine(root, store)) {
            Backfills.unfinished(store, number);
            engine.backfills().unpause(number);
            root.shell().out().println(Backfills.line(Backfills.get(store, number)));
        }
        return CommandLines.SUCCESS;
    }
}
