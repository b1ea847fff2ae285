package dev.cuesheet.aws.redshift;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A statement, or a batch of them, as the Data API told it last.
 *
 * @param error what Redshift said; empty unless it failed
 * @param sql the statement's text; of a batch empty
 * @param rows of the result set, or changed; -1 when not known, 0 for COPY
 * @param duration of the execution; zero before the end
 * @param queryId Redshift's own number of the query, by which the system views know it; -1 when there is none
 * @param steps the statements of a batch in their order; empty for a single statement
 */
public record StatementStatus(
        String id,
        StatementState state,
        String error,
        String sql,
        boolean hasResultSet,
        long rows,
        Duration duration,
        long queryId,
        List<StatementStatus> steps) {
    public StatementStatus {
        requireNonNull(id, "id");
        requireNonNull(state, "state");
        requireNonNull(error, "error");
        requireNonNull(sql, "sql");
        requireNonNull(duration, "duration");
        steps = List.copyOf(steps);
    }

    /** The statement of a batch that failed first. */
    public Optional<StatementStatus> failedStep() {
        return steps.stream().filter(s -> s.state() == StatementState.FAILED).findFirst();
    }

    /** In words: which statement, its state, and for a batch which of its statements failed and why. */
    public String describe() {
        var text = new StringBuilder("Redshift statement %s is %s".formatted(id, state));
        failedStep()
                .ifPresent(step -> text.append("; statement %d of %d failed: %s (%s)"
                        .formatted(
                                steps.indexOf(step) + 1,
                                steps.size(),
                                step.error().isEmpty() ? error : step.error(),
                                SqlStatement.of(step.sql().isBlank() ? "?" : step.sql())
                                        .beginning())));
        if (failedStep().isEmpty() && !error.isEmpty()) {
            text.append(": ").append(error);
        }
        return text.toString();
    }
}
