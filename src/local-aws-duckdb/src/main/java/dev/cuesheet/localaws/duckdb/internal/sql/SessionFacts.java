package dev.cuesheet.localaws.duckdb.internal.sql;

import java.time.Instant;
import java.util.Optional;

/** What SQL can ask of its session. */
public interface SessionFacts {
    /** When the statement began. */
    Instant statementTime();

    /** When the transaction began. */
    Instant transactionTime();

    String database();

    String user();

    String schema();

    /** What {@code pg_last_copy_count()} and its like answer; empty for a function that is not about the session. */
    Optional<Long> lastQueryFact(String function);
}
