package dev.cuesheet.cli.run;

import dev.cuesheet.cli.RunStore;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.operators.quality.CheckResult;
import dev.cuesheet.operators.quality.CheckResults;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the data-quality checks of a run found, whether or not their tasks failed. */
public record RunChecks(List<OfTask> tasks) {

    /** The checks of one task instance's last attempt. */
    public record OfTask(TaskInstance task, List<CheckResult> results) {}

    public static RunChecks of(RunStore store, RunHistory.Details details) {
        var tasks = new ArrayList<OfTask>();
        for (var task : details.instances()) {
            var results = task.tryNumber() > 0 ? CheckResults.of(store.states(), task.key()) : List.<CheckResult>of();
            if (!results.isEmpty()) {
                tasks.add(new OfTask(task, results));
            }
        }
        return new RunChecks(List.copyOf(tasks));
    }

    /** For scripts. The names are a promise. */
    public List<Map<String, @Nullable Object>> json() {
        var json = new ArrayList<Map<String, @Nullable Object>>();
        for (var of : tasks) {
            for (var result : of.results) {
                var check = new LinkedHashMap<String, @Nullable Object>();
                check.put("taskId", of.task.taskId());
                check.put("mapIndex", of.task.mapIndex());
                check.put("name", result.name());
                check.put("subject", result.subject());
                check.put("severity", result.severity().label());
                check.put("passed", result.passed());
                check.put("expected", result.expected());
                check.put("found", result.found());
                check.put("at", result.at().toString());
                json.add(check);
            }
        }
        return json;
    }

    /** For people: how many passed, and each that did not. */
    public List<String> lines() {
        var lines = new ArrayList<String>();
        for (var of : tasks) {
            var bad = of.results.stream().filter(result -> !result.passed()).toList();
            lines.add("%s: %d of %d checks passed"
                    .formatted(of.task.key().display(), of.results.size() - bad.size(), of.results.size()));
            bad.forEach(
                    result -> lines.add("  %s: %s".formatted(result.severity().label(), result.describe())));
        }
        return lines;
    }
}
