package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.engine.Operator;
import dev.cuesheet.engine.TaskContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs SQL through the Redshift Data API: one statement, or several as one transaction. After a crash the statement that
 * was submitted is found again and not run a second time. Immutable; safe to share between threads.
 */
public final class RedshiftDataOperator implements Operator<SqlOutcome> {
    private final RedshiftData data;
    private final RedshiftTarget target;
    private final List<SqlStatement> statements;
    private final boolean oneByOne;
    private final Wait wait;

    private RedshiftDataOperator(
            RedshiftData data, RedshiftTarget target, List<SqlStatement> statements, boolean oneByOne, Wait wait) {
        this.data = requireNonNull(data, "data");
        this.target = requireNonNull(target, "target");
        this.statements = List.copyOf(statements);
        this.oneByOne = oneByOne;
        this.wait = requireNonNull(wait, "wait");
        if (statements.isEmpty()) {
            throw new IllegalArgumentException("There is no SQL to run");
        }
    }

    /** Several statements run as one transaction. */
    public RedshiftDataOperator(RedshiftData data, RedshiftTarget target, String... statements) {
        this(data, target, Arrays.stream(statements).map(SqlStatement::of).toList(), false, RedshiftData.DEFAULT_WAIT);
    }

    public RedshiftDataOperator(RedshiftData data, RedshiftTarget target, SqlStatement statement) {
        this(data, target, List.of(statement), false, RedshiftData.DEFAULT_WAIT);
    }

    /** Runs each statement by itself, for those that Redshift refuses in a transaction; each is kept as it ends. */
    public RedshiftDataOperator oneByOne() {
        return new RedshiftDataOperator(data, target, statements, true, wait);
    }

    /** How often to look and for how long; the task's execution timeout ends the wait earlier. */
    public RedshiftDataOperator waiting(Wait patience) {
        return new RedshiftDataOperator(data, target, statements, oneByOne, patience);
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        for (var i = 0; i < statements.size(); i++) {
            templates.put("sql[" + i + "]", statements.get(i).sql());
            for (var parameter : statements.get(i).parameters().entrySet()) {
                templates.put("sql[%d] :%s".formatted(i, parameter.getKey()), parameter.getValue());
            }
        }
        return templates;
    }

    @Override
    public SqlOutcome execute(TaskContext context) throws InterruptedException {
        var where = target.renderedWith(context::render);
        var rendered =
                statements.stream().map(s -> s.renderedWith(context::render)).toList();
        return AwsWork.attempt(
                () -> oneByOne ? runEach(context, where, rendered) : runTogether(context, where, rendered));
    }

    private SqlOutcome runTogether(TaskContext context, RedshiftTarget where, List<SqlStatement> rendered)
            throws InterruptedException {
        return SqlOutcome.of(new DurableStatement(data, where, context, "sql").runToSuccess(rendered, wait));
    }

    private SqlOutcome runEach(TaskContext context, RedshiftTarget where, List<SqlStatement> rendered)
            throws InterruptedException {
        var rows = new ArrayList<Long>();
        var duration = Duration.ZERO;
        var lastId = "";
        for (var i = 0; i < rendered.size(); i++) {
            var status =
                    new DurableStatement(data, where, context, "sql-" + i).runToSuccess(List.of(rendered.get(i)), wait);
            rows.add(status.rows());
            duration = duration.plus(status.duration());
            lastId = status.id();
        }
        return new SqlOutcome(lastId, rows, duration);
    }
}
