package dev.cuesheet.cli.command;

import java.util.List;
import picocli.CommandLine.Command;

/** The commands that are about tasks. */
@Command(
        name = "tasks",
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        description = "Lists, clears, marks and tries the tasks of DAGs.",
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks list tickit_etl",
            "  cuesheet tasks clear tickit_etl --run latest -t load --downstream",
            "  cuesheet tasks test tickit_etl check_source"
        })
public final class TasksCommand extends Group implements CommandGroup {
    private static final List<String> NAMES =
            List.of("list", "clear", "mark", "state", "states-for-dag-run", "render", "test", "logs");

    @Override
    public List<String> names() {
        return NAMES;
    }

    @Override
    public Object command(String name) {
        return switch (name) {
            case "list" -> new TasksListCommand();
            case "clear" -> new TasksClearCommand();
            case "mark" -> new TasksMarkCommand();
            case "state" -> new TasksStateCommand();
            case "states-for-dag-run" -> new TasksStatesForDagRunCommand();
            case "render" -> new TasksRenderCommand();
            case "test" -> new TasksTestCommand();
            case "logs" -> new TasksLogsCommand();
            default -> throw new IllegalArgumentException("no command " + name);
        };
    }
}
