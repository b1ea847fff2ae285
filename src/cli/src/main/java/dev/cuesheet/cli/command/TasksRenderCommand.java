package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.CuesheetCommand;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.cli.RunStore;
import dev.cuesheet.cli.UserError;
import dev.cuesheet.cli.terminal.Tty;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.TaskTrial;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Shows the texts of a task with everything filled in. */
@Command(
        name = "render",
        sortOptions = false,
        description = {
            "Shows the templates of a task with everything filled in, as they would be for a run. Nothing is run.",
            "A date that has no run yet is as good as one that has."
        },
        footer = {
            "",
            "Examples:",
            "  cuesheet tasks render tickit_etl refine latest",
            "  cuesheet tasks render tickit_etl refine 2030-01-01 --param year=2029"
        })
public final class TasksRenderCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Parameters(index = "1", paramLabel = "TASK_ID", description = "The task.")
    private String taskId = "";

    @Parameters(index = "2", paramLabel = "RUN_OR_DATE", description = "A run's id, a logical date, or latest.")
    private String run = "";

    @Mixin
    private final ParamOptions params = new ParamOptions();

    @Option(
            names = "--map-index",
            paramLabel = "N",
            defaultValue = "-1",
            description = "As the instance of this index of a mapped task.")
    private int mapIndex;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var dag = Dags.load(root).get(dagId);
        Dags.task(dag, taskId);
        var trial = new TaskTrial(dag, new InMemoryStateStore(), root.shell().clock(), root.secrets());
        var rendered = trial.render(taskId, request(root), mapIndex);
        var out = root.shell().out();
        if (json) {
            Json.print(out, rendered);
        } else if (rendered.isEmpty()) {
            root.shell().err().printf("Task \"%s\" declares no templates: its code fills them in itself.%n", taskId);
        } else {
            var style = root.style(Tty.Stream.OUT);
            rendered.forEach((field, text) -> out.printf("%s%n%s%n%n", style.bold(field + ":"), text));
        }
        return CommandLines.SUCCESS;
    }

    private RunRequest request(CuesheetCommand root) {
        var existing = RunStore.openExisting(root);
        if (existing.isPresent()) {
            try (var store = existing.get()) {
                var known = store.find(dagId, run).run();
                var request = RunRequest.manual()
                        .params(known.params())
                        .logicalDate(known.requireLogicalDate())
                        .runId(known.runId());
                return params.values().isEmpty() ? request : request.params(params.values());
            } catch (UserError e) {
                return atDate(e);
            }
        }
        return atDate(RunStore.neverRan(dagId));
    }

    private RunRequest atDate(UserError otherwise) {
        try {
            return params.request().logicalDate(new Moments().convert(run));
        } catch (TypeConversionException e) {
            throw otherwise;
        }
    }
}
