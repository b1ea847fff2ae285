package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.NearMatches;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the state of a task in a run. */
@Command(
        name = "state",
        sortOptions = false,
        description = "Prints the state of a task in a run; of a mapped task a line an instance.",
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks state tickit_etl verify latest",
            "  cuesheet tasks state tickit_etl land 2024-05-01 --map-index 3"
        })
public final class TasksStateCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "TASK_ID", description = "The task.")
    private String taskId = "";

    @Parameters(index = "2", paramLabel = "RUN", description = "The run: its id, its logical date, or latest.")
    private String run = "";

    @Option(names = "--map-index", paramLabel = "N", description = "Of a mapped task only this instance.")
    private @Nullable Integer mapIndex;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            var runId = store.find(dagId, run).run().runId();
            var details = store.details(dagId, runId);
            for (var instance : instances(details, runId)) {
                root.shell()
                        .out()
                        .println(
                                instance.mapIndex() == TaskInstanceKey.UNMAPPED || mapIndex != null
                                        ? details.displayState(instance)
                                        : instance.key().display() + "  " + details.displayState(instance));
            }
        }
        return CommandLines.SUCCESS;
    }

    private List<TaskInstance> instances(RunHistory.Details details, String runId) {
        var ofTask = details.instances().stream()
                .filter(instance -> instance.taskId().equals(taskId))
                .toList();
        if (ofTask.isEmpty()) {
            var ids = details.instances().stream()
                    .map(TaskInstance::taskId)
                    .distinct()
                    .toList();
            var near = NearMatches.of(taskId, ids);
            throw new UserError("Run %s has no task \"%s\". %s"
                    .formatted(
                            runId,
                            taskId,
                            near.isEmpty()
                                    ? "It has: %s.".formatted(String.join(", ", ids))
                                    : "Did you mean %s?".formatted(String.join(" or ", near))));
        }
        var wanted = ofTask.stream()
                .filter(instance -> mapIndex == null || instance.mapIndex() == mapIndex)
                .toList();
        if (wanted.isEmpty()) {
            throw new UserError("Task \"%s\" of run %s has no instance %d; it has %d."
                    .formatted(taskId, runId, mapIndex, ofTask.size()));
        }
        return wanted;
    }
}
