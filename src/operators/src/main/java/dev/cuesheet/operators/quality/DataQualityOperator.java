package dev.cuesheet.operators.quality;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.DeclaresLineage;
import dev.cuesheet.engine.lineage.Lineage;
import dev.cuesheet.engine.lineage.LineageDataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes all of its checks, reports them together, and fails when one of severity error does not pass. What they found is
 * the task's result, and is kept also when the task fails: {@link CheckResults#of} reads it. A database that cannot be
 * reached fails the attempt at once, with nothing found. Immutable; safe to share between threads.
 */
public final class DataQualityOperator implements Operator<List<CheckResult>>, DeclaresLineage {
    private static final Logger log = LoggerFactory.getLogger(DataQualityOperator.class);

    private final SqlSource sql;
    private final List<Check> checks;
    private final boolean retryOnFailure;

    private DataQualityOperator(SqlSource sql, List<Check> checks, boolean retryOnFailure) {
        this.sql = requireNonNull(sql, "sql");
        this.checks = List.copyOf(checks);
        this.retryOnFailure = retryOnFailure;
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("there is no check to make");
        }
    }

    public DataQualityOperator(SqlSource sql, Check... checks) {
        this(sql, Arrays.asList(checks), true);
    }

    public DataQualityOperator(SqlSource sql, List<Check> checks) {
        this(sql, checks, true);
    }

    /** Fails the task for good at the first attempt whose checks do not pass: Airflow's {@code retry_on_failure=False}. */
    public DataQualityOperator withoutRetry() {
        return new DataQualityOperator(sql, checks, false);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        checks.forEach(check ->
                check.templates().forEach((field, text) -> templates.put(check.label() + ": " + field, text)));
        return templates;
    }

    @Override
    public Lineage lineage(UnaryOperator<String> render) {
        var tables = new LinkedHashSet<LineageDataset>();
        for (var check : checks) {
            for (var measure : check.measures()) {
                measure.table()
                        .flatMap(table -> measure.sourceOr(sql).dataset(table, render))
                        .ifPresent(tables::add);
            }
        }
        return Lineage.reading(tables);
    }

    @Override
    public List<CheckResult> execute(TaskContext context) throws InterruptedException {
        var results = new ArrayList<CheckResult>();
        for (var check : checks) {
            var result = check.look(sql, context);
            results.add(result);
            context.progress().update("checks", results.size(), checks.size());
            if (result.passed()) {
                log.info("Passed: {}", result.describe());
            } else {
                log.warn("Did not pass ({}): {}", result.severity().label(), result.describe());
            }
        }
        CheckResults.keep(context, results);
        failIfAnyFails(results);
        return List.copyOf(results);
    }

    private void failIfAnyFails(List<CheckResult> results) {
        var failed = results.stream().filter(CheckResult::fails).toList();
        if (!failed.isEmpty()) {
            var message = failed.stream()
                    .map(CheckResult::describe)
                    .collect(Collectors.joining(
                            "; ", "%d of %d checks did not pass: ".formatted(failed.size(), results.size()), ""));
            throw retryOnFailure ? TaskFailure.retryable(message) : TaskFailure.permanent(message);
        }
    }
}
