package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.engine.RunState;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends a run as somebody says. */
@Command(
        name = "mark",
        sortOptions = false,
        description = {
            "Ends a run as a success, with all its tasks; or as failed: tasks that run are told to stop and fail, those",
            "that have not begun are skipped."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet runs mark tickit_etl latest --state success",
            "  cuesheet runs mark tickit_etl 2024-05-01 --state failed"
        })
public final class RunsMarkCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Option(names = "--state", required = true, paramLabel = "STATE", description = "success or failed.")
    private String state = "";

    @Override
    public Integer call() {
        if (!state.equals(RunState.SUCCESS.label()) && !state.equals(RunState.FAILED.label())) {
            throw Parent.wrong(spec, "A run can be marked success or failed, not \"%s\".".formatted(state));
        }
        try (var desk = Desk.openExisting(Parent.of(spec), dagId)) {
            var runId = desk.run(run).run().runId();
            desk.engine().operations().end(desk.dag(), runId, RunState.ofLabel(state));
            desk.tellHowItGoesOn(runId);
        }
        return CommandLines.SUCCESS;
    }
}
