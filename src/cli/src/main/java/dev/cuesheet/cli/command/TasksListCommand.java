package dev.cuesheet.cli.command;

import dev.cuesheet.cli.CommandLines;
import dev.cuesheet.cli.Dags;
import dev.cuesheet.cli.Json;
import dev.cuesheet.engine.TaskSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the tasks of a DAG. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists the ids of a DAG's tasks, each after those it waits for. dags show draws them as a tree.",
        footer = {"", "Examples:", "  cuesheet tasks list tickit_etl", "  cuesheet tasks list tickit_etl --json"})
public final class TasksListCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "DAG_ID", description = "The DAG.")
    private String dagId = "";

    @Option(names = "--json", description = "Print a JSON array.")
    private boolean json;

    @Override
    public Integer call() {
        var root = Parent.of(spec);
        var tasks = Dags.load(root).get(dagId).tasks();
        var out = root.shell().out();
        if (json) {
            Json.print(out, tasks.stream().map(TasksListCommand::object).toList());
        } else {
            tasks.forEach(task -> out.println(task.id()));
        }
        return CommandLines.SUCCESS;
    }

    private static Map<String, @Nullable Object> object(TaskSpec task) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("taskId", task.id());
        json.put("operator", task.operator());
        json.put("upstream", task.upstream());
        json.put("downstream", task.downstream());
        json.put("triggerRule", task.triggerRule().label());
        json.put("retries", task.retries().count());
        json.put("mapped", task.mapped());
        return json;
    }
}
