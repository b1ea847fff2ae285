package dev.cuesheet.aws.redshift;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;

/**
 * SQL through the Redshift Data API. A submission carries a token, so that a lost answer cannot make SQL run twice. Safe to
 * share between threads.
 */
public final class RedshiftData {
    /** Short statements are noticed at once, long ones asked about every two seconds. */
    public static final Wait DEFAULT_WAIT = Wait.every(Duration.ofSeconds(2), Duration.ofHours(24));

    private static final Wait SLOT_WAIT = Wait.every(Duration.ofSeconds(5), Duration.ofMinutes(5));
    private static final int MOST_STATEMENTS = 40;

    private final Calls<RedshiftDataClient> data;
    private final Waiter waiter;

    private RedshiftData(Calls<RedshiftDataClient> data, Waiter waiter) {
        this.data = data;
        this.waiter = waiter;
    }

    public static RedshiftData using(RedshiftDataClient client) {
        return using(() -> client, Waiter.realTime());
    }

    /** The client is asked for when the first call needs it. */
    public static RedshiftData using(Supplier<RedshiftDataClient> client, Waiter waiter) {
        return new RedshiftData(new Calls<>("Redshift Data", client), waiter);
    }

    /** The region whose clusters and workgroups it asks. */
    public String region() {
        return data.call(
                "",
                "tell the region",
                c -> c.serviceClientConfiguration().region().id());
    }

    // Whole statements

    /**
     * Runs one statement to its end.
     *
     * @throws SqlFailedException when it fails
     */
    public StatementStatus execute(RedshiftTarget target, SqlStatement statement) throws InterruptedException {
        return awaitSuccess(start(target, statement, newToken()), DEFAULT_WAIT);
    }

    public StatementStatus execute(RedshiftTarget target, String sql) throws InterruptedException {
        return execute(target, SqlStatement.of(sql));
    }

    /**
     * Runs the statements one after another in one transaction.
     *
     * @throws SqlFailedException naming the statement that failed; nothing of the batch is then kept
     */
    public StatementStatus executeInTransaction(RedshiftTarget target, List<String> statements)
            throws InterruptedException {
        return awaitSuccess(startBatch(target, statements, newToken()), DEFAULT_WAIT);
    }

    /** Runs a query and reads its rows; pages of the result are fetched as the stream is read. */
    public Stream<RedshiftRow> query(RedshiftTarget target, SqlStatement query) throws InterruptedException {
        return rows(execute(target, query).id());
    }

    public Stream<RedshiftRow> query(RedshiftTarget target, String sql) throws InterruptedException {
        return query(target, SqlStatement.of(sql));
    }

    /** Runs a query and reads its rows into records, matching components to columns by name. */
    public <R extends Record> Stream<R> query(RedshiftTarget target, SqlStatement query, Class<R> type)
            throws InterruptedException {
        var reader = new RecordReader<>(type);
        return query(target, query).map(reader::read);
    }

    /** Runs a query whose answer is one number. */
    public long queryForLong(RedshiftTarget target, SqlStatement query) throws InterruptedException {
        var row = query(target, query).findFirst().orElseThrow(() -> unfit(query, "it has no rows"));
        if (!(row.value(0) instanceof Number number)) {
            throw unfit(query, row.value(0) == null ? "it is NULL" : "it is not a number");
        }
        return number.longValue();
    }

    public long queryForLong(RedshiftTarget target, String sql) throws InterruptedException {
        return queryForLong(target, SqlStatement.of(sql));
    }

    // Steps of a statement's life

    /**
     * Submits one statement and returns its id.
     *
     * @param token the same token with the same statement answers the former submission's id; up to 64 characters
     */
    public String start(RedshiftTarget target, SqlStatement statement, String token) throws InterruptedException {
        var attempt = "run \"%s\" on %s".formatted(statement.beginning(), target);
        var request = Submissions.single(target, statement, token);
        return waiter.retrying(
                SLOT_WAIT,
                () -> data.call("ExecuteStatement", attempt, c -> c.executeStatement(request))
                        .id(),
                RedshiftData::isCrowded);
    }

    /** Submits up to 40 statements as one transaction and returns the batch's id. */
    public String startBatch(RedshiftTarget target, List<String> statements, String token) throws InterruptedException {
        if (statements.isEmpty() || statements.size() > MOST_STATEMENTS) {
            throw new IllegalArgumentException(
                    "A batch has 1 to %d statements, got %d".formatted(MOST_STATEMENTS, statements.size()));
        }
        statements.forEach(SqlStatement::of);
        var attempt = "run %d statements on %s".formatted(statements.size(), target);
        var request = Submissions.batch(target, statements, token);
        return waiter.retrying(
                SLOT_WAIT,
                () -> data.call("BatchExecuteStatement", attempt, c -> c.batchExecuteStatement(request))
                        .id(),
                RedshiftData::isCrowded);
    }

    /** Empty when the service does not know the statement, or no longer. */
    public Optional<StatementStatus> find(String id) {
        try {
            return Optional.of(get(id));
        } catch (AwsException e) {
            // An id that is not one of the service's own is refused instead of not found.
            if (e.reason() == Reason.NOT_FOUND
                    || e.errorCode().filter("ValidationException"::equals).isPresent()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public StatementStatus get(String id) {
        return data.call(
                "DescribeStatement",
                "look up statement " + id,
                c -> Submissions.status(c.describeStatement(r -> r.id(id))));
    }

    /**
     * Awaits the end of a statement or batch, however it ends.
     *
     * @throws AwsException of reason {@link Reason#TIMED_OUT} when it has not ended in time; it then goes on
     */
    public StatementStatus await(String id, Wait wait) throws InterruptedException {
        var outcome = waiter.until(wait, () -> get(id), status -> status.state().isFinal());
        if (!outcome.over()) {
            throw data.failure(
                    Reason.TIMED_OUT,
                    "DescribeStatement",
                    "%s; gave up waiting after %s, it goes on. Wait longer, or cancel it."
                            .formatted(outcome.last().describe(), wait.limit()));
        }
        return outcome.last();
    }

    /** @throws SqlFailedException when it ends in any other state than FINISHED */
    public StatementStatus awaitSuccess(String id, Wait wait) throws InterruptedException {
        var status = await(id, wait);
        if (status.state() != StatementState.FINISHED) {
            throw new SqlFailedException(status);
        }
        return status;
    }

    /** Reads the result of a finished statement; of a batch's statement by {@code id:number}. Pages come as it is read. */
    public Stream<RedshiftRow> rows(String id) {
        return Pages.stream(token -> data.call("GetStatementResult", "read the result of statement " + id, c -> {
            var page = c.getStatementResult(r -> r.id(id).nextToken(token));
            var reader = new RowReader(page.columnMetadata());
            return new Page<>(page.records().stream().map(reader::row).toList(), page.nextToken());
        }));
    }

    /** Asks for the end of the statement; false when it is over already or not known. */
    public boolean cancel(String id) {
        try {
            return data.find("CancelStatement", "cancel statement " + id, c -> c.cancelStatement(r -> r.id(id)))
                    .map(answer -> Boolean.TRUE.equals(answer.status()))
                    .orElse(false);
        } catch (AwsException e) {
            if (e.errorCode().filter("ValidationException"::equals).isPresent()) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isCrowded(AwsException failure) {
        return failure.reason() == Reason.BUSY || failure.reason() == Reason.THROTTLED;
    }

    private static String newToken() {
        return UUID.randomUUID().toString();
    }

    private AwsException unfit(SqlStatement query, String why) {
        return data.failure(
                Reason.INVALID,
                "GetStatementResult",
                "The answer to \"%s\" should be one number, but %s".formatted(query.beginning(), why));
    }
}
