package dev.cuesheet.cli.command;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Has tasks run again. */
@Command(
        name = "clear",
        sortOptions = false,
        description = {
            "Has tasks run again, each with a full new set of tries; a run that had ended waits in the queue then.",
            "Shows what it clears and asks first."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks clear tickit_etl --run latest -t '^load_' --downstream",
            "  cuesheet tasks clear tickit_etl -s 2025-01-01 -e 2025-01-31 --only-failed --yes",
            "  cuesheet tasks clear tickit_etl --run 2025-01-07 --future --dry-run"
        })
public final class TasksClearCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(
            names = {"-t", "--task-regex"},
            paramLabel = "REGEX",
            defaultValue = "",
            description = "The tasks in whose ids this is found (default: all).")
    private String tasks = "";

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Option(
            names = {"-f", "--only-failed"},
            description = "Of all these, only what has failed.")
    private boolean onlyFailed;

    @Option(
            names = {"-r", "--only-running"},
            description = "Of all these, only what runs.")
    private boolean onlyRunning;

    @Mixin
    private final Clearing clearing = new Clearing();

    @Override
    public Integer call() throws IOException {
        selection.check(spec);
        if (onlyFailed && onlyRunning) {
            throw Parent.wrong(spec, "Nothing has failed and runs at once; give --only-failed or --only-running.");
        }
        try {
            Pattern.compile(tasks);
        } catch (PatternSyntaxException e) {
            throw Parent.wrong(spec, "\"%s\" is not a regular expression: %s.".formatted(tasks, e.getDescription()));
        }
        try (var desk = Desk.openExisting(Parent.of(spec), dagId)) {
            return clearing.clear(
                    spec, desk, selection.runs(desk), selection.selection(tasks, onlyFailed, onlyRunning));
        }
    }
}
