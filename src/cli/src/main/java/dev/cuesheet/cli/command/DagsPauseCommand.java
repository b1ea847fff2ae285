package dev.cuesheet.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Starts no more runs and tasks of DAGs, in whatever process; what runs goes on. */
@Command(
        name = "pause",
        sortOptions = false,
        description = "Starts no more runs and tasks of DAGs, in whatever process; what runs goes on.",
        footer = {
            "",
            "Examples:",
            "  cuesheet dags pause tickit_etl",
            "  cuesheet dags pause --treat-dag-id-as-regex 'tickit_.*'"
        })
public final class DagsPauseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Pausing pausing = new Pausing();

    @Override
    public Integer call() {
        return pausing.call(spec, true);
    }
}
