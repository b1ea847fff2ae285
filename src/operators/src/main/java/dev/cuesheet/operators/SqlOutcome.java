package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.redshift.StatementStatus;
import java.time.Duration;
import java.util.List;

/**
 * What SQL came to.
 *
 * @param statementId by which the Data API knows it for a day
 * @param rows changed or returned by each statement in order; -1 where Redshift does not say
 */
public record SqlOutcome(String statementId, List<Long> rows, Duration duration) {
    public SqlOutcome {
        requireNonNull(statementId, "statementId");
        rows = List.copyOf(rows);
        requireNonNull(duration, "duration");
    }

    static SqlOutcome of(StatementStatus status) {
        var rows = status.steps().isEmpty()
                ? List.of(status.rows())
                : status.steps().stream().map(StatementStatus::rows).toList();
        return new SqlOutcome(status.id(), rows, status.duration());
    }
}
