package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CuesheetCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** The commands that are about single tasks. */
@Command(
        name = "tasks",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tells more about tasks.",
        subcommands = TasksLogsCommand.class,
        footer = {"", "Examples:", "  cuesheet tasks logs tickit_etl refine"})
public final class TasksCommand implements Runnable {
    @ParentCommand
    private @Nullable CuesheetCommand cuesheet;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                requireNonNull(spec, "picocli sets this before it runs a command")
                        .commandLine(),
                "Missing command.");
    }

    CuesheetCommand cuesheet() {
        return Parent.of(cuesheet);
    }
}
