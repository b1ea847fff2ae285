package dev.cuesheet.cli;

/** Starts the executable. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(CommandLines.run(Shell.ofProcess(), args));
    }
}
