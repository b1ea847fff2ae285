package dev.cuesheet.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** The commands that are about spans of past time. */
@Command(
        name = "backfill",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Runs DAGs for spans of past time.",
        footer = {
            "",
            "Examples:",
            "  cuesheet backfill create tickit_etl --from-date 2025-01-01 --to-date 2025-01-31",
            "  cuesheet backfill list",
            "  cuesheet backfill pause 3"
        })
public final class BackfillCommand extends Group implements CommandGroup {
    private static final List<String> NAMES = List.of("create", "run", "list", "show", "pause", "unpause", "cancel");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Object command(String name) {
        return switch (name) {
            case "create" -> new BackfillCreateCommand();
            case "run" -> new BackfillRunCommand();
            case "list" -> new BackfillListCommand();
            case "show" -> new BackfillShowCommand();
            case "pause" -> new BackfillPauseCommand();
            case "unpause" -> new BackfillUnpauseCommand();
            case "cancel" -> new BackfillCancelCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
