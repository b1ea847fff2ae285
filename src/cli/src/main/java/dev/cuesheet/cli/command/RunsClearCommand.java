package dev.cuesheet.cli.command;

import dev.cuesheet.engine.TaskSelection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has a run run again. */
@Command(
        name = "clear",
        sortOptions = false,
        description = {
            "Has a run run again, from its beginning or only what has failed in it. It waits in the queue then.",
            "Shows what it clears and asks first."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet runs clear tickit_etl latest --only-failed",
            "  cuesheet runs clear tickit_etl 2024-05-01 --yes"
        })
public final class RunsClearCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Option(
            names = {"-f", "--only-failed"},
            description = "Only the tasks that have failed, by themselves or because of others.")
    private boolean onlyFailed;

    @Mixin
    private final Clearing clearing = new Clearing();

    @Override
    public Integer call() throws IOException {
        try (var desk = Desk.openExisting(Parent.of(spec), dagId)) {
            var runId = desk.run(run).run().runId();
            var all = TaskSelection.all();
            return clearing.clear(spec, desk, List.of(runId), onlyFailed ? all.failed() : all);
        }
    }
}
