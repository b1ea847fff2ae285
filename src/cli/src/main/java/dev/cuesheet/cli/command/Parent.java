package dev.cuesheet.cli.command;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.cli.CuesheetCommand;
import org.jspecify.annotations.Nullable;

/** The command above, which picocli fills in before a command runs. */
final class Parent {
    private Parent() {}

    static CuesheetCommand of(@Nullable CuesheetCommand cuesheet) {
        return requireNonNull(cuesheet, "a command runs under cuesheet");
    }
}
