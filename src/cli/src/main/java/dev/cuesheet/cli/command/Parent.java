package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CuesheetCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The command at the root, which picocli fills in before a command runs. */
final class Parent {
    private Parent() {}

    static CuesheetCommand of(@Nullable CuesheetCommand cuesheet) {
        return requireNonNull(cuesheet, "a command runs under cuesheet");
    }

    /** For a command that stands below another one, or in several places. */
    static CuesheetCommand of(@Nullable CommandSpec spec) {
        return (CuesheetCommand) known(spec).root().userObject();
    }

    /** Wrong usage of a command. */
    static ParameterException wrong(@Nullable CommandSpec spec, String message) {
        return new ParameterException(known(spec).commandLine(), message);
    }

    private static CommandSpec known(@Nullable CommandSpec spec) {
        return requireNonNull(spec, "picocli sets this before it runs a command");
    }
}
