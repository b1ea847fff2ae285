package dev.cuesheet.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** The commands that are about runs. */
@Command(
        name = "runs",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows, marks, cancels and clears runs.",
        footer = {
            "",
            "Examples:",
            "  cuesheet runs list tickit_etl --state failed",
            "  cuesheet runs clear tickit_etl latest --only-failed",
            "  cuesheet runs cancel tickit_etl latest"
        })
public final class RunsCommand extends Group implements CommandGroup {
    private static final List<String> NAMES = List.of("list", "show", "mark", "cancel", "clear");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Object command(String name) {
        return switch (name) {
            case "list" -> new ListRunsCommand();
            case "show" -> new ShowRunCommand();
            case "mark" -> new RunsMarkCommand();
            case "cancel" -> new RunsCancelCommand();
            case "clear" -> new RunsClearCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
