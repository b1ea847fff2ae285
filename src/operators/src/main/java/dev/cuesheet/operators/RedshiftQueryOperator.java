package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftRow;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs a query; the result is its rows, each by column name. Meant for answers of a few rows, since a task's result is kept
 * with the run: more rows than the limit fail the task. Immutable; safe to share between threads.
 */
public final class RedshiftQueryOperator implements Operator<List<Map<String, @Nullable Object>>> {
    private static final int DEFAULT_LIMIT = 1000;
    private final RedshiftData data;
    private final RedshiftTarget target;
    private final SqlStatement query;
    private final int limit;
    private final Wait wait;

    private RedshiftQueryOperator(RedshiftData data, RedshiftTarget target, SqlStatement query, int limit, Wait wait) {
        this.data = requireNonNull(data, "data");
        this.target = requireNonNull(target, "target");
        this.query = requireNonNull(query, "query");
        this.limit = limit;
        this.wait = requireNonNull(wait, "wait");
    }

    public RedshiftQueryOperator(RedshiftData data, RedshiftTarget target, SqlStatement query) {
        this(data, target, query, DEFAULT_LIMIT, RedshiftData.DEFAULT_WAIT);
    }

    public RedshiftQueryOperator limitedTo(int rows) {
        return new RedshiftQueryOperator(data, target, query, rows, wait);
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public RedshiftQueryOperator waiting(Wait patience) {
        return new RedshiftQueryOperator(data, target, query, limit, patience);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("sql", query.sql());
        query.parameters().forEach((name, value) -> templates.put("parameter " + name, value));
        return templates;
    }

    @Override
    public List<Map<String, @Nullable Object>> execute(TaskContext context) throws InterruptedException {
        var where = target.renderedWith(context::render);
        var rendered = query.renderedWith(context::render);
        return AwsWork.attempt(() -> {
            var status = new DurableStatement(data, where, context, "query").runToSuccess(List.of(rendered), wait);
            var rows = data.rows(status.id())
                    .limit(limit + 1L)
                    .map(RedshiftRow::asMap)
                    .toList();
            if (rows.size() > limit) {
                throw TaskFailure.permanent(
                        "The query has more than %d rows, which is too much for a task's result. Aggregate, or raise the limit."
                                .formatted(limit));
            }
            return rows;
        });
    }
}
