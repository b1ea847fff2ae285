package dev.cuesheet.localaws.internal.redshiftdata;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One SQL text of a statement and what it came to.
 *
 * @param rows rows in the result or changed, -1 while unknown
 * @param bytes size of the result, -1 while unknown
 */
record SubStatement(
        String sql,
        StatementStatus status,
        Instant createdAt,
        Instant updatedAt,
        Duration duration,
        boolean hasResultSet,
        long rows,
        long bytes,
        @Nullable String error) {

    static SubStatement submitted(String sql, Instant now) {
        return new SubStatement(sql, StatementStatus.SUBMITTED, now, now, Duration.ZERO, false, -1, -1, null);
    }

    SubStatement started(Instant now) {
        return new SubStatement(sql, StatementStatus.STARTED, createdAt, now, Duration.ZERO, false, -1, -1, null);
    }

    SubStatement finished(Instant now, Duration took, boolean resultSet, long rowCount, long size) {
        return new SubStatement(sql, StatementStatus.FINISHED, createdAt, now, took, resultSet, rowCount, size, null);
    }

    SubStatement ended(StatementStatus end, Instant now, Duration took, @Nullable String message) {
        return new SubStatement(sql, end, createdAt, now, took, false, -1, -1, message);
    }
}
