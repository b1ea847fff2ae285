package dev.cuesheet.cli.run;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs as scripts read them. The names are a promise. */
public final class RunJson {
    private RunJson() {}

    /** A run without its tasks. */
    public static Map<String, @Nullable Object> of(RunHistory.Entry entry) {
        var run = entry.run();
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("dagId", run.dagId());
        json.put("runId", run.runId());
        json.put("logicalDate", text(run.logicalDate()));
        json.put("state", entry.displayState());
        json.put("durationMs", millis(run.duration()));
        return json;
    }

    /** A run with its tasks, those of a mapped task by index. */
    public static Map<String, @Nullable Object> of(RunHistory.Details details) {
        var json = of(details.entry());
        json.put(
                "tasks",
                details.instances().stream().map(task -> task(details, task)).toList());
        return json;
    }

    /** The same with what a person may want to know besides. */
    public static Map<String, @Nullable Object> inFull(RunHistory.Details details) {
        var json = of(details);
        DagRun run = details.entry().run();
        json.put("type", run.type().label());
        json.put("params", run.params());
        json.put("startDate", text(run.startDate()));
        json.put("endDate", text(run.endDate()));
        json.put("note", run.note());
        return json;
    }

    private static Map<String, @Nullable Object> task(RunHistory.Details details, TaskInstance task) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("taskId", task.taskId());
        json.put("mapIndex", task.mapIndex());
        json.put("state", details.displayState(task));
        json.put("attempts", task.tryNumber());
        json.put("durationMs", millis(task.duration()));
        if (task.note() != null) {
            json.put("note", task.note());
        }
        return json;
    }

    private static long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(0L);
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
