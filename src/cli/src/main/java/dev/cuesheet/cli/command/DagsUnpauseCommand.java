package dev.cuesheet.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Lets runs and tasks of paused DAGs start again. */
@Command(
        name = "unpause",
        sortOptions = false,
        description = "Lets runs and tasks of paused DAGs start again.",
        footer = {
            "",
            "Examples:",
            "  cuesheet dags unpause tickit_etl",
            "  cuesheet dags unpause --treat-dag-id-as-regex 'tickit_.*'"
        })
public final class DagsUnpauseCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final Pausing pausing = new Pausing();

    @Override
    public Integer call() {
        return pausing.call(spec, false);
    }
}
