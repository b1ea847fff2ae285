package dev.cuesheet.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cuesheet.aws.S3Uri;
import dev.cuesheet.aws.iam.PolicyDocument;
import dev.cuesheet.aws.iam.RoleSpec;
import dev.cuesheet.aws.redshift.ClusterSpec;
import dev.cuesheet.aws.redshift.CopyStatement;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.lineage.Lineage;
import dev.cuesheet.engine.lineage.LineageDataset;
import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.duckdb.DuckDbSqlEngineProvider;
import dev.cuesheet.operators.quality.Check;
import dev.cuesheet.operators.quality.CheckResult;
import dev.cuesheet.operators.quality.DataQualityOperator;
import dev.cuesheet.operators.quality.Measure;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedshiftOperatorsTest extends OnLocalAws {
    private static final String CLUSTER = "warehouse";
    private static final RedshiftTarget TARGET = RedshiftTarget.ofCluster(CLUSTER, "dev");
    private static final String BUCKET = "lake";

    private String role = "";

    @Override
    LocalAws.Builder settings(LocalAws.Builder builder) {
        return builder.sqlEngines(DuckDbSqlEngineProvider.create());
    }

    @BeforeAll
    void prepare() throws InterruptedException {
        aws().s3().createBucketIfAbsent(BUCKET);
        role = aws().iam()
                .ensureRole(RoleSpec.named("warehouse")
                        .assumedBy("redshift.amazonaws.com")
                        .inlinePolicy("read", PolicyDocument.empty().allow("*", "s3:GetObject", "s3:ListBucket"))
                        .build())
                .role()
                .arn();
        var cluster = ClusterSpec.named(CLUSTER).database("dev").role(role).build();
        var made = new RedshiftCreateClusterOperator(aws().redshiftClusters(), cluster).execute(Attempt.first());
        assertThat(made.isAvailable()).isTrue();
        assertThat(made.roles()).containsEntry(role, "in-sync");
    }

    private RedshiftDataOperator sql(String... statements) {
        return new RedshiftDataOperator(aws().redshiftData(), TARGET, statements);
    }

    private long count(String table) throws InterruptedException {
        return aws().redshiftData().queryForLong(TARGET, "SELECT count(*) FROM " + table);
    }

    @Test
    void a_statement_runs_once_however_often_the_attempt_is_repeated() throws InterruptedException {
        sql("CREATE TABLE audit (day DATE)").execute(Attempt.first());
        var attempt = Attempt.first();
        var insert = sql("INSERT INTO audit VALUES ('{{ ds }}')");
        var first = insert.execute(attempt);
        var second = insert.execute(attempt.next());
        assertThat(second.statementId()).isEqualTo(first.statementId());
        assertThat(count("audit WHERE day = '2024-05-01'")).isEqualTo(1);
    }

    @Test
    void a_process_killed_before_it_noted_the_statement_does_not_run_it_again() throws InterruptedException {
        sql("CREATE TABLE ledger (n INTEGER)").execute(Attempt.first());
        var attempt = Attempt.first();
        var insert = sql("INSERT INTO ledger VALUES (1)");
        insert.execute(attempt);
        attempt.notes().clear();
        insert.execute(attempt.next());
        assertThat(count("ledger")).isEqualTo(1);
    }

    @Test
    void a_statement_that_failed_is_run_anew_once_somebody_asks_for_it_again() throws InterruptedException {
        var attempt = Attempt.first();
        var insert = sql("INSERT INTO late VALUES (1)");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> insert.execute(attempt))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("late");
        sql("CREATE TABLE late (n INTEGER)").execute(Attempt.first());
        insert.execute(attempt.next());
        assertThat(count("late")).isEqualTo(1);
    }

    @Test
    void several_statements_are_one_transaction() throws InterruptedException {
        sql("CREATE TABLE paired (n INTEGER)").execute(Attempt.first());
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> sql("INSERT INTO paired VALUES (1)", "INSERT INTO neither VALUES (1)")
                        .execute(Attempt.first()))
                .withMessageContaining("statement 2 of 2 failed");
        assertThat(count("paired")).isZero();
        var outcome = sql("INSERT INTO paired VALUES (1), (2)", "DELETE FROM paired WHERE n = 1")
                .execute(Attempt.first());
        assertThat(outcome.rows()).hasSize(2);
        assertThat(count("paired")).isEqualTo(1);
    }

    @Test
    void statements_run_one_by_one_are_each_kept_and_none_is_repeated() throws InterruptedException {
        sql("CREATE TABLE steps (n INTEGER)").execute(Attempt.first());
        var attempt = Attempt.first();
        var operator = sql("INSERT INTO steps VALUES (1)", "INSERT INTO later VALUES (2)")
                .oneByOne();
        assertThatExceptionOfType(TaskFailure.class).isThrownBy(() -> operator.execute(attempt));
        assertThat(count("steps")).isEqualTo(1);
        sql("CREATE TABLE later (n INTEGER)").execute(Attempt.first());
        operator.execute(attempt.next());
        assertThat(count("steps")).isEqualTo(1);
        assertThat(count("later")).isEqualTo(1);
    }

    @Test
    void a_query_gives_its_rows_by_column() throws InterruptedException {
        var query = SqlStatement.of("SELECT :day::date AS day, 2 AS n").with("day", "{{ ds }}");
        var rows = new RedshiftQueryOperator(aws().redshiftData(), TARGET, query).execute(Attempt.first());
        assertThat(rows).hasSize(1);
        assertThat(rows.get(0)).containsEntry("n", 2L);
        assertThat(rows.get(0).get("day")).hasToString("2024-05-01");
    }

    @Test
    void more_rows_than_a_result_should_hold_fail_the_task() {
        var query = SqlStatement.of("SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3");
        var operator = new RedshiftQueryOperator(aws().redshiftData(), TARGET, query).limitedTo(2);
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> operator.execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("more than 2 rows");
    }

    @Test
    void no_sql_at_all_is_refused_when_the_dag_is_written() {
        assertThatIllegalArgumentException().isThrownBy(() -> sql());
    }

    @Test
    void tables_are_replaced_together_and_their_rows_are_counted() throws InterruptedException {
        sql("CREATE TABLE public.venue (id INTEGER, name VARCHAR(50))", "CREATE TABLE public.event (id INTEGER)")
                .execute(Attempt.first());
        write("venue/2024-05-01/a.txt", "1|AT&T Park\n2|Ziggo Dome\n");
        write("event/2024-05-01/a.txt", "7\n");
        var load = load(copy("venue", "venue/{{ ds }}"), copy("event", "event/{{ ds }}"));
        assertThat(load.execute(Attempt.first()))
                .containsExactly(new LoadedTable("public", "venue", 2), new LoadedTable("public", "event", 1));
        load.execute(Attempt.first());
        assertThat(count("public.venue")).isEqualTo(2);
    }

    @Test
    void a_load_that_fails_leaves_the_tables_as_they_were_and_says_which_row_it_was() throws InterruptedException {
        sql(
                        "CREATE TABLE public.sales (id INTEGER, sold TIMESTAMP)",
                        "INSERT INTO public.sales VALUES (1, '2024-01-01')")
                .execute(Attempt.first());
        write("sales/a.txt", "2|2024-02-01 10:00:00\n3|never\n");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> load(copy("sales", "sales")).execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("statement 2 of 3 failed")
                .withMessageContaining("sales/a.txt line 2 column sold");
        assertThat(aws().redshiftData().queryForLong(TARGET, "SELECT sum(id) FROM public.sales"))
                .isEqualTo(1);
    }

    @Test
    void one_object_is_loaded_only_if_copy_would_take_no_other() throws InterruptedException {
        sql("CREATE TABLE public.one (id INTEGER)").execute(Attempt.first());
        write("one/data", "1\n");
        var copy = CopyStatement.into("public", "one")
                .fromObject(S3Uri.ofBucket(BUCKET).child("one/data"))
                .role(role)
                .build();
        assertThat(load(copy).execute(Attempt.first()))
                .extracting(LoadedTable::rows)
                .containsExactly(1L);
        write("one/data_old", "2\n");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> load(copy).execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("one/data_old");
        assertThat(count("public.one")).isEqualTo(1);
    }

    private S3ToRedshiftOperator load(CopyStatement... copies) {
        var loads = List.of(copies).stream().map(TableLoad::replacing).toArray(TableLoad[]::new);
        return new S3ToRedshiftOperator(aws().s3(), aws().redshiftData(), TARGET, loads);
    }

    private CopyStatement copy(String table, String folder) {
        return CopyStatement.into("public", table)
                .fromFolder(S3Uri.ofBucket(BUCKET).child(folder))
                .role(role)
                .build();
    }

    private void write(String key, String text) {
        aws().s3().writeText(S3Uri.ofBucket(BUCKET).child(key), text);
    }

    @Test
    void checks_ask_redshift_anew_in_every_attempt_and_a_wrong_question_is_a_check_that_does_not_pass()
            throws InterruptedException {
        sql("CREATE TABLE paid (id INTEGER, day DATE)", "INSERT INTO paid VALUES (1, '2024-05-01'), (1, '2024-05-02')")
                .execute(Attempt.first());
        var source = RedshiftSqlSource.of(aws().redshiftData(), TARGET);
        var onDay = Measure.rows("public.paid").where("day = :day").with("day", "{{ ds }}");
        var operator = new DataQualityOperator(
                source, Check.unique("public.paid", "id").asWarning(), onDay.is(1), Check.sql("odd", "SELECT 1, 1"));
        var attempt = Attempt.first();
        assertThat(operator.execute(attempt)).extracting(CheckResult::passed).containsExactly(false, true, true);

        sql("INSERT INTO paid VALUES (2, '2024-05-01')").execute(Attempt.first());
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> operator.execute(attempt.next()))
                .satisfies(e -> assertThat(e.mayRetry()).isTrue())
                .withMessageContaining("expected exactly 1, found 2");
        assertThatExceptionOfType(TaskFailure.class)
                .isThrownBy(() -> new DataQualityOperator(
                                source, Measure.rows("public.nowhere").is(0))
                        .withoutRetry()
                        .execute(Attempt.first()))
                .satisfies(e -> assertThat(e.mayRetry()).isFalse())
                .withMessageContaining("nowhere");
    }

    @Test
    void operators_tell_which_data_they_read_and_write_by_the_names_of_openlineage() {
        UnaryOperator<String> render = text -> text.replace("{{ ds }}", "2024-05-01");
        var region = localAws.aws().region();
        var copy = CopyStatement.into("public", "sales")
                .fromFolder(S3Uri.parse("s3://lake/raw/{{ ds }}/"))
                .role(role)
                .csv()
                .build();
        var load = new S3ToRedshiftOperator(aws().s3(), aws().redshiftData(), TARGET, TableLoad.replacing(copy));
        var sales = new LineageDataset("redshift://warehouse.%s:5439".formatted(region), "dev.public.sales");
        assertThat(load.lineage(render))
                .isEqualTo(new Lineage(List.of(new LineageDataset("s3://lake", "raw/2024-05-01")), List.of(sales)));

        var upload = new LocalFileToS3Operator(aws().s3(), "/data/{{ ds }}.csv", "s3://lake/raw/{{ ds }}.csv");
        assertThat(upload.lineage(render))
                .isEqualTo(new Lineage(
                        List.of(new LineageDataset("file", "/data/2024-05-01.csv")),
                        List.of(new LineageDataset("s3://lake", "raw/2024-05-01.csv"))));

        var sensor = new S3KeySensor(aws().s3(), "s3://lake/raw/{{ ds }}/_SUCCESS", "s3://lake/raw/*.csv");
        assertThat(sensor.lineage(render).inputs())
                .containsExactly(new LineageDataset("s3://lake", "raw/2024-05-01/_SUCCESS"));

        var checks = new DataQualityOperator(
                RedshiftSqlSource.of(aws().redshiftData(), TARGET),
                Check.unique("public.sales", "id"),
                Measure.rows("public.sales").isAtLeast(1));
        assertThat(checks.lineage(render)).isEqualTo(Lineage.reading(List.of(sales)));
    }
}
