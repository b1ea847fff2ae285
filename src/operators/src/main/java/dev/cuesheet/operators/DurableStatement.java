package dev.cuesheet.operators;

import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.aws.redshift.StatementState;
import dev.cuesheet.aws.redshift.StatementStatus;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SQL that runs once for a task instance, whatever happens to the attempts. The token of a submission is derived from the
 * task instance, the SQL and a count of the submissions that failed, so that submitting again after a crash finds the
 * statement that runs already; the id is noted as soon as it is known. A statement that failed gets a new submission.
 */
final class DurableStatement {
    private static final Logger log = LoggerFactory.getLogger(DurableStatement.class);

    private final RedshiftData data;
    private final RedshiftTarget target;
    private final TaskContext context;
    private final String note;

    /** @param note tells several statements of one task instance apart */
    DurableStatement(RedshiftData data, RedshiftTarget target, TaskContext context, String note) {
        this.data = data;
        this.target = target;
        this.context = context;
        this.note = "redshift." + note;
    }

    /** Runs the statements, more than one as a transaction, to the end, whatever it is. */
    StatementStatus run(List<SqlStatement> statements, Wait wait) throws InterruptedException {
        var earlier = earlier();
        var id = earlier.isPresent() ? earlier.get() : submit(statements);
        AwsWork.stopOnCancel(context, log, "Redshift statement " + id, () -> data.cancel(id));
        return data.await(id, AwsWork.within(context, wait));
    }

    /** Like {@link #run}, for work that makes sense only if it succeeds. */
    StatementStatus runToSuccess(List<SqlStatement> statements, Wait wait) throws InterruptedException {
        return succeeded(run(statements, wait));
    }

    static StatementStatus succeeded(StatementStatus status) {
        return switch (status.state()) {
            case FINISHED -> status;
            case FAILED -> throw AwsWork.endedBadly(status.describe());
            case ABORTED -> throw TaskFailure.permanent(status.describe() + "; somebody cancelled it");
            case SUBMITTED, PICKED, STARTED, UNKNOWN ->
                throw new IllegalStateException("The wait ended early: " + status.describe());
        };
    }

    private Optional<String> earlier() {
        var id = context.state().get(note + ".id");
        if (id.isEmpty()) {
            return Optional.empty();
        }
        var status = data.find(id.get());
        if (status.filter(
                        s -> s.state() == StatementState.FINISHED || !s.state().isFinal())
                .isPresent()) {
            log.info(
                    "Found the statement of an earlier attempt: {}",
                    status.get().describe());
            return id;
        }
        context.state().put(note + ".failures", String.valueOf(failures() + 1));
        context.state().remove(note + ".id");
        return Optional.empty();
    }

    private String submit(List<SqlStatement> statements) throws InterruptedException {
        var token = token(statements);
        var id = statements.size() == 1
                ? data.start(target, statements.get(0), token)
                : data.startBatch(
                        target, statements.stream().map(SqlStatement::sql).toList(), token);
        context.state().put(note + ".id", id);
        log.info("Submitted {} statements to {} as {}", statements.size(), target, id);
        return id;
    }

    private int failures() {
        return context.state().get(note + ".failures").map(Integer::parseInt).orElse(0);
    }

    private String token(List<SqlStatement> statements) {
        var identity = List.of(
                context.dagId(),
                context.runId(),
                context.taskId(),
                context.mapIndex(),
                note,
                failures(),
                target,
                statements.stream().map(SqlStatement::sql).toList(),
                // Maps of ours have another order in every process, and the token must not.
                statements.stream().map(s -> new TreeMap<>(s.parameters())).toList());
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(identity.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
