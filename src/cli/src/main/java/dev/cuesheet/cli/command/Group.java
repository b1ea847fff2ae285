package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CuesheetCommand;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only has others below it. */
abstract class Group implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public final void run() {
        throw Parent.wrong(spec, "Missing command.");
    }

    final CuesheetCommand root() {
        return Parent.of(spec);
    }
}
