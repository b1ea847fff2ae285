package dev.cuesheet.localaws.internal.redshiftdata;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A statement, or a batch of them, as it is kept on disk.
 *
 * @param owner ARN of the role or user that started it
 * @param batch true when it came by BatchExecuteStatement
 * @param parts the SQL texts in order; exactly one unless it is a batch
 */
record Statement(
        String id,
        String cluster,
        String database,
        String dbUser,
        String owner,
        String ownerId,
        @Nullable String name,
        boolean batch,
        List<Parameter> parameters,
        @Nullable String sessionId,
        StatementStatus status,
        Instant createdAt,
        Instant updatedAt,
        Duration duration,
        @Nullable String error,
        List<SubStatement> parts) {

    /** A value for {@code :name} in the SQL. */
    record Parameter(String name, String value) {}

    Statement {
        parameters = List.copyOf(parameters);
        parts = List.copyOf(parts);
    }

    Statement is(StatementStatus next, Instant now) {
        return new Statement(
                id,
                cluster,
                database,
                dbUser,
                owner,
                ownerId,
                name,
                batch,
                parameters,
                sessionId,
                next,
                createdAt,
                now,
                duration,
                error,
                parts);
    }

    Statement ended(StatementStatus end, Instant now, Duration took, @Nullable String message) {
        var closed = parts.stream()
                .map(part ->
                        part.status().isFinal() ? part : part.ended(StatementStatus.ABORTED, now, Duration.ZERO, null))
                .toList();
        return new Statement(
                id,
                cluster,
                database,
                dbUser,
                owner,
                ownerId,
                name,
                batch,
                parameters,
                sessionId,
                end,
                createdAt,
                now,
                took,
                message,
                closed);
    }

    Statement withPart(int index, SubStatement part) {
        var changed = new ArrayList<>(parts);
        changed.set(index, part);
        return new Statement(
                id,
                cluster,
                database,
                dbUser,
                owner,
                ownerId,
                name,
                batch,
                parameters,
                sessionId,
                status,
                createdAt,
                part.updatedAt(),
                duration,
                error,
                changed);
    }

    /** The statement itself, or the part of a batch, that the id names; sub-statements are {@code id:1}, {@code id:2} ... */
    Optional<Integer> part(String askedFor) {
        if (askedFor.equals(id)) {
            return batch ? Optional.of(lastWithResult()) : Optional.of(0);
        }
        var suffix = askedFor.substring(id.length());
        if (!suffix.matches(":[1-9]\\d?")) {
            return Optional.empty();
        }
        int index = Integer.parseInt(suffix.substring(1)) - 1;
        return index < parts.size() ? Optional.of(index) : Optional.empty();
    }

    private int lastWithResult() {
        for (int i = parts.size() - 1; i > 0; i--) {
            if (parts.get(i).hasResultSet()) {
                return i;
            }
        }
        return parts.size() - 1;
    }
}
