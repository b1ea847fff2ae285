package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftRow;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.aws.redshift.StatementState;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.LineageDataset;
import dev.cuesheet.operators.quality.SqlQuestion;
import dev.cuesheet.operators.quality.SqlRefusedException;
import dev.cuesheet.operators.quality.SqlRow;
import dev.cuesheet.operators.quality.SqlSource;
import dev.cuesheet.operators.quality.TableName;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a Redshift cluster or workgroup through the Data API. Each question is asked anew, also by an attempt that follows
 * another one: an old answer is no answer to whether data are good now. Immutable; safe to share between threads.
 */
public final class RedshiftSqlSource implements SqlSource {
    private static final Logger log = LoggerFactory.getLogger(RedshiftSqlSource.class);

    private final RedshiftData data;
    private final RedshiftTarget target;
    private final Wait wait;

    private RedshiftSqlSource(RedshiftData data, RedshiftTarget target, Wait wait) {
        this.data = requireNonNull(data, "data");
        this.target = requireNonNull(target, "target");
        this.wait = requireNonNull(wait, "wait");
    }

    /** The target's texts may be templates. */
    public static RedshiftSqlSource of(RedshiftData data, RedshiftTarget target) {
        return new RedshiftSqlSource(data, target, RedshiftData.DEFAULT_WAIT);
    }

    /** How often to look for an answer and for how long; the task's execution timeout ends the wait earlier. */
    public RedshiftSqlSource waiting(Wait patience) {
        return new RedshiftSqlSource(data, target, patience);
    }

    @Override
    public Optional<SqlRow> first(SqlQuestion question, TaskContext context) throws InterruptedException {
        var where = target.renderedWith(context::render);
        var texts = new LinkedHashMap<String, String>();
        question.values().forEach((name, value) -> texts.put(name, value.toString()));
        var statement = new SqlStatement(question.sql(), texts);
        return AwsWork.attempt(() -> {
            var id = data.start(where, statement, UUID.randomUUID().toString());
            AwsWork.stopOnCancel(context, log, "Redshift statement " + id, () -> data.cancel(id));
            var status = data.await(id, AwsWork.within(context, wait));
            if (status.state() == StatementState.FAILED) {
                throw refusalOrFailure(AwsWork.endedBadly(status.describe()));
            }
            DurableStatement.succeeded(status);
            return data.rows(id).findFirst().map(RedshiftSqlSource::row);
        });
    }

    @Override
    public Optional<LineageDataset> dataset(TableName table, UnaryOperator<String> render) {
        var parts = table.parts();
        return parts.size() == 2
                ? Optional.of(AwsLineage.of(data, target.renderedWith(render), parts.get(0), parts.get(1)))
                : Optional.empty();
    }

    private static RuntimeException refusalOrFailure(TaskFailure failure) {
        return failure.mayRetry() ? failure : new SqlRefusedException(String.valueOf(failure.getMessage()), failure);
    }

    private static SqlRow row(RedshiftRow row) {
        return new SqlRow(
                row.columns().stream().map(column -> column.name()).toList(),
                IntStream.range(0, row.columns().size()).mapToObj(row::value).toList());
    }
}
