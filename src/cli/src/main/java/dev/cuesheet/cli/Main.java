package dev.cuesheet.cli;

import java.util.List;

/** Starts the executable. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        if (List.of(args).contains("run-dag")) {
            LeanJvm.takeOver(Installation.current());
        }
        System.exit(CommandLines.run(Shell.ofProcess(), args));
    }
}
