package dev.cuesheet.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** The commands that are about DAGs as such. */
@Command(
        name = "dags",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, shows, triggers, pauses and tries DAGs.",
        footer = {
            "",
            "Examples:",
            "  cuesheet dags list",
            "  cuesheet dags trigger tickit_etl --param year=2008",
            "  cuesheet dags pause tickit_etl",
            "  cuesheet dags simulate tickit_etl --from 2025-01-01 --to 2026-01-01"
        })
public final class DagsCommand extends Group implements CommandGroup {
    private static final List<String> NAMES = List.of(
            "list",
            "show",
            "details",
            "trigger",
            "pause",
            "unpause",
            "next-execution",
            "list-runs",
            "state",
            "list-import-errors",
            "test",
            "simulate");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Object command(String name) {
        return switch (name) {
            case "list" -> new DagsListCommand();
            case "show" -> new ShowDagCommand();
            case "details" -> new ShowDagCommand();
            case "trigger" -> new DagsTriggerCommand();
            case "pause" -> new DagsPauseCommand();
            case "unpause" -> new DagsUnpauseCommand();
            case "next-execution" -> new DagsNextExecutionCommand();
            case "list-runs" -> new ListRunsCommand();
            case "state" -> new DagsStateCommand();
            case "list-import-errors" -> new DagsListImportErrorsCommand();
            case "test" -> new DagsTestCommand();
            case "simulate" -> new DagsSimulateCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
