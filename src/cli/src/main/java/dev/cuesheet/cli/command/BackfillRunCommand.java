package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.schedule.BackfillSession;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Works on a backfill that has not ended. */
@Command(
        name = "run",
        sortOptions = false,
        description = {
            "Works on a backfill that was left or is detached, and waits for its end. What a killed process had under way",
            "goes on."
        },
        footer = {"", "Examples:", "  cuesheet backfill run 3"})
public final class BackfillRunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "The backfill.")
    private long number;

    @Override
    public Integer call() throws InterruptedException {
        var root = Parent.of(spec);
        String dagId;
        try (var store = Backfills.store(root, number)) {
            dagId = Backfills.unfinished(store, number).dagId();
        }
        return new BackfillSession(root)
                        .execute(
                                dagId,
                                (engine, dag) -> engine.backfills().find(number).orElseThrow())
                ? CommandLines.SUCCESS
                : CommandLines.FAILED;
    }
}
