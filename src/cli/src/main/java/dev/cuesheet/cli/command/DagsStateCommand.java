package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.RunStore;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the state of a run. */
@Command(
        name = "state",
        sortOptions = false,
        description = "Prints the state of a run: queued, running, success, failed, or interrupted.",
        footer = {
            "",
            "Examples:",
            "  cuesheet dags state tickit_etl 2024-05-01",
            "  cuesheet dags state tickit_etl latest"
        })
public final class DagsStateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            root.shell().out().println(store.find(dagId, run).displayState());
        }
        return CommandLines.SUCCESS;
    }
}
