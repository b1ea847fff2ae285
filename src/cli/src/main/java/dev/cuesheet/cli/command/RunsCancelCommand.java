package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.RunState;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a run that has not ended. */
@Command(
        name = "cancel",
        sortOptions = false,
        description = {
            "Ends a run that waits or runs, in whatever process: it has failed then. Tasks that run are told to stop, and",
            "stop what they have started elsewhere; those that have not begun are skipped."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet runs cancel tickit_etl latest",
            "  cuesheet runs cancel tickit_etl scheduled__2024-05-01T02:00:00+00:00"
        })
public final class RunsCancelCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Override
    public Integer call() {
        try (var desk = Desk.openExisting(Parent.of(spec), dagId)) {
            var found = desk.run(run).run();
            if (found.state().isFinished()) {
                throw new UserError("Run %s of DAG \"%s\" has ended already: %s. To change that: cuesheet runs mark"
                        .formatted(found.runId(), dagId, found.state().label()));
            }
            desk.engine().operations().end(desk.dag(), found.runId(), RunState.FAILED);
            desk.tellHowItGoesOn(found.runId());
        }
        return CommandLines.SUCCESS;
    }
}
