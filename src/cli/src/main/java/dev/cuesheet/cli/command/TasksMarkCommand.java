package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.engine.TaskInstanceState;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a task a state without running it. */
@Command(
        name = "mark",
        sortOptions = false,
        description = {
            "Gives a task a state without running it; one that runs is told to stop.",
            "What had failed because of a task that is now a success, or skipped, gets another chance."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks mark tickit_etl verify --state success --run latest",
            "  cuesheet tasks mark tickit_etl report --state skipped -s 2025-01-01 -e 2025-01-31"
        })
public final class TasksMarkCommand implements Callable<Integer> {
    private static final List<String> STATES = List.of("success", "failed", "skipped");

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "TASK_ID", description = "The task.")
    private String taskId = "";

    @Option(names = "--state", required = true, paramLabel = "STATE", description = "success, failed or skipped.")
    private String state = "";

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Override
    public Integer call() {
        if (!STATES.contains(state)) {
            throw Parent.wrong(
                    spec, "A task can be marked %s, not \"%s\".".formatted(String.join(", ", STATES), state));
        }
        selection.check(spec);
        try (var desk = Desk.openExisting(Parent.of(spec), dagId)) {
            Dags.task(desk.dag(), taskId);
            var tasks = selection.selection("^" + Pattern.quote(taskId) + "$", false, false);
            for (var run : selection.runs(desk)) {
                var marked = desk.engine().operations().mark(desk.dag(), run, tasks, TaskInstanceState.ofLabel(state));
                marked.forEach(instance -> desk.out()
                        .printf(
                                "%s  %s  %s -> %s%n",
                                instance.key().runId(),
                                instance.key().display(),
                                instance.state().label(),
                                state));
                marked.stream()
                        .map(instance -> instance.key().runId())
                        .distinct()
                        .forEach(desk::tellHowItGoesOn);
                if (marked.isEmpty()) {
                    desk.err().printf("Run %s has no such instance of task \"%s\".%n", run, taskId);
                }
            }
        }
        return CommandLines.SUCCESS;
    }
}
