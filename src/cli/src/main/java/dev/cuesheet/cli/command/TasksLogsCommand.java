package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.logging.AttemptFiles;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what one attempt at a task logged. */
@Command(
        name = "logs",
        sortOptions = false,
        description =
                "Prints what an attempt at a task logged; the last attempt of the latest run unless told otherwise.",
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks logs tickit_etl refine",
            "  cuesheet tasks logs tickit_etl land --map-index 3 --try 1",
            "  cuesheet tasks logs tickit_etl refine --run RUN_ID --path"
        })
public final class TasksLogsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "TASK_ID", description = "The task; one of many also as land[3].")
    private String taskId = "";

    @Option(names = "--run", paramLabel = "RUN_ID", description = "The run (default: the latest).")
    private @Nullable String runId;

    @Option(names = "--try", paramLabel = "N", description = "The attempt, counted from 1 (default: the last).")
    private @Nullable Integer tryNumber;

    @Option(names = "--map-index", paramLabel = "I", description = "Which instance of a mapped task.")
    private @Nullable Integer mapIndex;

    @Option(names = "--path", description = "Print the file's path instead of what is in it.")
    private boolean path;

    @Override
    public Integer call() throws IOException {
        var root = Parent.of(spec);
        var file = file(root);
        if (path) {
            root.shell().out().println(file);
        } else {
            Files.copy(file, root.shell().out());
            root.shell().out().flush();
        }
        return CommandLines.SUCCESS;
    }

    private Path file(CuesheetCommand root) {
        try (var store = RunStore.openExisting(root).orElseThrow(() -> RunStore.neverRan(dagId))) {
            var instance = instance(store.details(dagId, runId));
            var attempts = new AttemptFiles(root.home().logs()).attempts(instance.key());
            if (attempts.isEmpty()) {
                throw new UserError("%s has no log in run %s: %s."
                        .formatted(
                                instance.key().display(),
                                instance.key().runId(),
                                instance.tryNumber() == 0
                                        ? "no attempt at it has begun, it is %s"
                                                .formatted(instance.state().label())
                                        : "it was removed, or the attempt was made by an older version"));
            }
            var chosen = attempts.get(tryNumber == null ? attempts.lastKey() : tryNumber);
            if (chosen == null) {
                throw new UserError("%s has no log of attempt %d in run %s. There are logs of attempts %s."
                        .formatted(
                                instance.key().display(),
                                tryNumber,
                                instance.key().runId(),
                                attempts.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "))));
            }
            return chosen;
        }
    }

    private TaskInstance instance(RunHistory.Details details) {
        var wanted = mapIndex == null ? taskId : taskId + "[" + mapIndex + "]";
        var exact = details.instances().stream()
                .filter(instance -> instance.key().display().equals(wanted))
                .findFirst();
        if (exact.isPresent()) {
            return exact.get();
        }
        var ofTask = details.instances().stream()
                .filter(instance -> instance.taskId().equals(taskId))
                .toList();
        if (ofTask.size() == 1 && mapIndex == null) {
            return ofTask.get(0);
        }
        throw ofTask.isEmpty() ? unknown(details) : unclear(ofTask);
    }

    private UserError unclear(List<TaskInstance> ofTask) {
        if (ofTask.get(0).mapIndex() == TaskInstanceKey.UNMAPPED) {
            return new UserError("Task \"%s\" is not mapped; leave --map-index out.".formatted(taskId));
        }
        return new UserError("Task \"%s\" has instances %d to %d; choose one with --map-index."
                .formatted(
                        taskId,
                        ofTask.get(0).mapIndex(),
                        ofTask.get(ofTask.size() - 1).mapIndex()));
    }

    private UserError unknown(RunHistory.Details details) {
        var ids = details.instances().stream()
                .map(TaskInstance::taskId)
                .distinct()
                .toList();
        return new UserError("Run %s of DAG \"%s\" has no task \"%s\". It has: %s."
                .formatted(details.entry().run().runId(), dagId, taskId, String.join(", ", ids)));
    }
}
