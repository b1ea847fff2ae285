package dev.cuesheet.aws.contract;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Ensured.Change;
import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.aws.redshift.ClusterSpec;
import dev.cuesheet.aws.redshift.CopyStatement;
import dev.cuesheet.aws.redshift.RedshiftCluster;
import dev.cuesheet.aws.redshift.RedshiftClusters;
import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlFailedException;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.aws.redshift.StatementState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What {@link RedshiftClusters} and {@link RedshiftData} do on every Redshift. One cluster serves all the tests. */
interface RedshiftContract extends Backend {
    String NAME = Names.unique("redshift");
    RedshiftTarget TARGET = RedshiftTarget.ofCluster(NAME, "dev");
    Wait PATIENCE = Wait.every(ofSeconds(15), ofMinutes(30));

    default RedshiftClusters clusters() {
        return aws().redshiftClusters();
    }

    default RedshiftData sql() {
        return aws().redshiftData();
    }

    private ClusterSpec.Builder spec() {
        return ClusterSpec.named(NAME).database("dev").masterUser("admin");
    }

    @BeforeAll
    default void makeCluster() throws InterruptedException {
        assertThat(clusters().find(NAME)).isEmpty();
        assertThat(clusters().ensure(spec().build()).change()).isEqualTo(Change.CREATED);
        clusters().awaitAvailable(NAME, PATIENCE);
    }

    @AfterAll
    default void deleteCluster() throws InterruptedException {
        clusters().delete(NAME);
        clusters().awaitDeleted(NAME, PATIENCE);
        clusters().delete(NAME);
    }

    @Test
    default void a_cluster_that_is_there_is_left_alone() throws InterruptedException {
        assertThat(clusters().ensure(spec().build()).describe()).isEqualTo("unchanged");
        var cluster = clusters().get(NAME);
        assertThat(cluster.isAvailable()).isTrue();
        assertThat(cluster.database()).isEqualTo("dev");
        assertThat(cluster.port()).isPositive();
        assertThat(clusters().list().map(RedshiftCluster::identifier)).contains(NAME);
    }

    @Test
    default void a_role_that_the_cluster_lacks_is_attached_and_what_it_may_read_is_loaded()
            throws InterruptedException {
        var name = unique("copy");
        var bucket = S3Uri.ofBucket(name);
        aws().s3().createBucketIfAbsent(name);
        try {
            aws().s3().writeText(bucket.child("venue/a.txt"), "1|AT&T Park|41503\n2|Ziggo Dome|\\N\n");
            var role = aws().iam()
                    .ensureRole(RoleSpec.named(name)
                            .assumedBy("redshift.amazonaws.com")
                            .inlinePolicy(
                                    "read",
                                    PolicyDocument.empty()
                                            .allow(bucket.child("*").arn(), "s3:GetObject")
                                            .allow(bucket.arn(), "s3:ListBucket"))
                            .build())
                    .role()
                    .arn();
            var ensured = clusters().ensure(spec().role(role).build());
            assertThat(ensured.differences()).hasSize(1);
            assertThat(clusters().awaitAvailable(NAME, PATIENCE).roles()).containsEntry(role, "in-sync");
            sql().execute(TARGET, "CREATE TABLE venue (id INTEGER, name VARCHAR(50), seats INTEGER)");
            var copy = CopyStatement.into("public", "venue")
                    .fromFolder(bucket.child("venue"))
                    .role(role)
                    .delimiter('|')
                    .build();
            var batch = sql().executeInTransaction(TARGET, List.of(copy.sql(), "SELECT pg_last_copy_count()"));
            var loaded = sql().rows(batch.steps().get(1).id()).findFirst().orElseThrow();
            assertThat(loaded.value(0)).isEqualTo(2L);
            assertThat(sql().queryForLong(TARGET, "SELECT seats FROM venue WHERE name = 'AT&T Park'"))
                    .isEqualTo(41503);
        } finally {
            aws().s3().deleteAll(bucket);
            aws().s3().deleteBucket(name);
            aws().iam().deleteRole(name);
        }
    }

    @Test
    default void values_come_back_in_their_types() throws InterruptedException {
        var row = sql().query(
                        TARGET,
                        "SELECT 7::int AS i, 20.10::numeric(8,2) AS n, true AS b, '2008-02-18'::date AS d,"
                                + " '2008-02-18 02:36:48'::timestamp AS t, 'x'::varchar(5) AS v, null::int AS nothing,"
                                + " 0.5::float8 AS f")
                .findFirst()
                .orElseThrow();
        assertThat(row.asMap())
                .containsEntry("i", 7L)
                .containsEntry("n", new BigDecimal("20.10"))
                .containsEntry("b", true)
                .containsEntry("d", LocalDate.of(2008, 2, 18))
                .containsEntry("t", LocalDateTime.parse("2008-02-18T02:36:48"))
                .containsEntry("v", "x")
                .containsEntry("nothing", null)
                .containsEntry("f", 0.5);
    }

    @Test
    default void named_parameters_are_values_and_never_sql() throws InterruptedException {
        var query = SqlStatement.of("SELECT length(:text) AS n, :number::int + 1 AS m")
                .with("text", "'; DROP TABLE x; --")
                .with("number", 41);
        var row = sql().query(TARGET, query).findFirst().orElseThrow();
        assertThat(row.number("n")).isEqualTo(19);
        assertThat(row.number("m")).isEqualTo(42);
    }

    @Test
    default void a_long_result_is_read_to_its_end() throws InterruptedException {
        sql().executeInTransaction(
                        TARGET,
                        List.of(
                                "CREATE TABLE digits (n INTEGER)",
                                "INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)"));
        var query = "SELECT a.n + 10 * b.n + 100 * c.n + 1000 * d.n AS n, 'row of some length to fill a page' AS text"
                + " FROM digits a, digits b, digits c, digits d ORDER BY 1";
        assertThat(sql().query(TARGET, query).mapToLong(row -> row.number("n")).sum())
                .isEqualTo(49_995_000);
    }

    @Test
    default void sql_that_fails_is_told_with_the_database_s_words() {
        assertThatExceptionOfType(SqlFailedException.class)
                .isThrownBy(() -> sql().execute(TARGET, "SELECT * FROM nothing_of_the_kind"))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.FAILED))
                .satisfies(e -> assertThat(e.status().state()).isEqualTo(StatementState.FAILED))
                .withMessageContaining("nothing_of_the_kind");
    }

    @Test
    default void a_batch_that_fails_names_its_statement_and_keeps_nothing() throws InterruptedException {
        sql().execute(TARGET, "CREATE TABLE ledger (n INTEGER)");
        assertThatExceptionOfType(SqlFailedException.class)
                .isThrownBy(() -> sql().executeInTransaction(
                                TARGET,
                                List.of(
                                        "INSERT INTO ledger VALUES (1)",
                                        "INSERT INTO ledger SELECT missing FROM ledger",
                                        "INSERT INTO ledger VALUES (3)")))
                .satisfies(e -> assertThat(e.status().steps())
                        .extracting(s -> s.state())
                        .startsWith(StatementState.FINISHED, StatementState.FAILED))
                .withMessageContaining("statement 2 of 3 failed")
                .withMessageContaining("SELECT missing");
        assertThat(sql().queryForLong(TARGET, "SELECT count(*) FROM ledger")).isZero();
    }

    @Test
    default void the_same_token_never_runs_sql_twice() throws InterruptedException {
        sql().execute(TARGET, "CREATE TABLE once (n INTEGER)");
        var token = UUID.randomUUID().toString();
        var insert = SqlStatement.of("INSERT INTO once VALUES (1)");
        var first = sql().start(TARGET, insert, token);
        var second = sql().start(TARGET, insert, token);
        assertThat(second).isEqualTo(first);
        sql().awaitSuccess(first, RedshiftData.DEFAULT_WAIT);
        assertThat(sql().start(TARGET, insert, token)).isEqualTo(first);
        assertThat(sql().queryForLong(TARGET, "SELECT count(*) FROM once")).isEqualTo(1);
    }

    @Test
    default void a_statement_that_is_not_known_is_not_found() {
        assertThat(sql().find(UUID.randomUUID().toString())).isEmpty();
        assertThat(sql().find("not an id")).isEmpty();
        assertThat(sql().cancel(UUID.randomUUID().toString())).isFalse();
    }

    @Test
    default void a_statement_that_runs_can_be_cancelled() throws InterruptedException {
        // A product of seven times thirty rows: no engine gets through it while a test waits.
        var thirty = "(" + String.join(" UNION ALL ", Collections.nCopies(30, "SELECT 1 AS n")) + ") t";
        var endless = IntStream.range(0, 7)
                .mapToObj(i -> thirty + i)
                .collect(joining(", ", "SELECT sum(t0.n + t6.n) FROM ", ""));
        var id = sql().start(TARGET, SqlStatement.of(endless), UUID.randomUUID().toString());
        assertThat(sql().cancel(id)).isTrue();
        assertThat(sql().await(id, PATIENCE).state()).isEqualTo(StatementState.ABORTED);
        assertThat(sql().cancel(id)).isFalse();
    }

    @Test
    default void a_number_is_asked_for_and_nothing_else_is_given() throws InterruptedException {
        assertThat(sql().queryForLong(TARGET, "SELECT 42")).isEqualTo(42);
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> sql().queryForLong(TARGET, "SELECT null::int"))
                .withMessageContaining("should be one number, but it is NULL");
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> sql().queryForLong(TARGET, "SELECT 1 WHERE false"))
                .withMessageContaining("it has no rows");
    }

    @Test
    default void a_cluster_that_is_not_there_is_named() {
        var missing = unique("none");
        assertThat(clusters().find(missing)).isEmpty();
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> clusters().get(missing))
                .satisfies(e -> assertThat(e.errorCode()).contains("ClusterNotFound"))
                .withMessageContaining(missing);
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> sql().execute(RedshiftTarget.ofCluster(missing, "dev"), "SELECT 1"));
    }
}
