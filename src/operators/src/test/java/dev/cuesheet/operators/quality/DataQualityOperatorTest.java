package dev.cuesheet.operators.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagDefinitionException;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.testing.ManualClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataQualityOperatorTest {
    private static final TaskInstanceKey KEY = new TaskInstanceKey("nightly", "r", "check", -1);

    @TempDir
    private Path folder;

    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");
    private InMemoryStateStore store = new InMemoryStateStore();
    private JdbcSqlSource sql = JdbcSqlSource.of(new DuckDbFile(Path.of("never")));

    @BeforeEach
    void fill() throws SQLException {
        sql = JdbcSqlSource.of(new DuckDbFile(folder.resolve("a.db"))
                .with(
                        "CREATE TABLE sales (salesid INTEGER, buyer INTEGER, paid DECIMAL(10,2), sold TIMESTAMP)",
                        "INSERT INTO sales VALUES (1, 10, 5.25, '2024-04-30 12:00:00'), (2, NULL, 4.75,"
                                + " '2024-04-30 20:00:00'), (3, 10, 0.00, '2024-04-29 00:00:00')",
                        "CREATE TABLE \"order\" (\"select\" INTEGER)",
                        "INSERT INTO \"order\" VALUES (1)",
                        "CREATE TABLE empty (n INTEGER, sold TIMESTAMP)"));
    }

    private static Dag dag(DataQualityOperator operator, Retries retries) {
        var dag = Dag.named("nightly").param("least", 1, "of rows");
        dag.task("check", operator).retries(retries);
        return dag.build();
    }

    private RunState run(DataQualityOperator operator) throws InterruptedException {
        return run(operator, Retries.none());
    }

    private RunState run(DataQualityOperator operator, Retries retries) throws InterruptedException {
        store = new InMemoryStateStore();
        try (var engine = Engine.builder()
                .store(store)
                .clock(clock)
                .workers(Runnable::run)
                .build()) {
            return engine.run(
                            dag(operator, retries),
                            RunRequest.manual().runId("r").logicalDate(Instant.parse("2024-04-30T00:00:00Z")))
                    .state();
        }
    }

    private List<CheckResult> results(Check... checks) throws InterruptedException {
        run(new DataQualityOperator(sql, checks));
        return CheckResults.of(store, KEY);
    }

    private CheckResult result(Check check) throws InterruptedException {
        return results(check).get(0);
    }

    private TaskInstance task() {
        return store.taskInstances("nightly", "r").get(0);
    }

    private static void refused(ThrowingCallable definition) {
        assertThatIllegalArgumentException().isThrownBy(definition);
    }

    @Test
    void every_check_is_made_and_all_are_reported_at_once_though_some_do_not_pass() throws InterruptedException {
        var results = results(
                Measure.rows("sales").is(4),
                Check.unique("sales", "buyer"),
                Measure.rows("sales").isAtLeast(3),
                Check.notNull("sales", "salesid", "buyer"));

        assertThat(results)
                .extracting(CheckResult::name, CheckResult::passed, CheckResult::expected, CheckResult::found)
                .containsExactly(
                        tuple("rows of sales", false, "exactly 4", "3"),
                        tuple("repeated buyer of sales", false, "no buyer more than once", "1 of them more than once"),
                        tuple("rows of sales", true, "at least 3", "3"),
                        tuple("NULL in salesid, buyer of sales", false, "no NULL", "NULLs: salesid 0, buyer 1"));
        assertThat(task().state().label()).isEqualTo("failed");
        assertThat(task().note())
                .startsWith("3 of 4 checks did not pass: rows of sales: expected exactly 4, found 3; repeated buyer");
    }

    @Test
    void results_are_the_tasks_result_and_kept_in_the_same_words_also_when_it_fails() throws InterruptedException {
        var passing = results(Measure.rows("sales").is(3).named("all there"));

        assertThat(passing)
                .containsExactly(new CheckResult(
                        "all there", "rows of sales", Severity.ERROR, true, "exactly 3", "3", clock.instant()));
        assertThat(store.result(KEY).orElseThrow().json()).contains("\"all there\"", "\"exactly 3\"");
        assertThat(store.result(KEY).orElseThrow().type()).contains(CheckResult.class.getName());
    }

    @Test
    void what_another_version_wrote_and_this_one_cannot_read_is_no_result() throws InterruptedException {
        assertThat(results(Measure.rows("sales").is(3))).hasSize(1);
        store.putNote(KEY, "data_quality", "{\"of\":\"another version\"");
        assertThat(CheckResults.of(store, KEY)).isEmpty();
    }

    @Test
    void a_warning_is_kept_and_lets_the_task_succeed() throws InterruptedException {
        assertThat(run(new DataQualityOperator(sql, Measure.rows("sales").is(4).asWarning())))
                .isEqualTo(RunState.SUCCESS);

        assertThat(CheckResults.of(store, KEY))
                .extracting(CheckResult::severity, CheckResult::passed, CheckResult::fails)
                .containsExactly(tuple(Severity.WARN, false, false));
    }

    @Test
    void rows_are_counted_against_bounds_that_are_included() throws InterruptedException {
        assertThat(results(
                        Measure.rows("sales").isBetween(3, 3),
                        Measure.rows("sales").isBetween(1, 2),
                        Measure.rows("sales").isAtMost(3),
                        Measure.rows("sales").isAtMost(2),
                        Measure.rows("sales").isAtLeast(4)))
                .extracting(CheckResult::passed)
                .containsExactly(true, false, true, false, false);
        refused(() -> Measure.rows("sales").isBetween(2, 1));
    }

    @Test
    void conditions_bind_their_values_which_may_be_templates() throws InterruptedException {
        var onDay = Measure.rows("sales")
                .where("CAST(sold AS DATE) = CAST(:day AS DATE)")
                .with("day", "{{ ds }}");
        assertThat(results(
                        onDay.is(2),
                        Measure.rows("sales")
                                .where("buyer = :buyer")
                                .with("buyer", 10)
                                .is(2),
                        Measure.rows("sales")
                                .where("CAST(buyer AS VARCHAR) = :buyer")
                                .with("buyer", "10 OR 1=1")
                                .is(0),
                        Check.notNull("sales", "buyer").where("salesid <> :id").with("id", 2)))
                .allMatch(CheckResult::passed);
        assertThat(CheckResults.of(store, KEY).get(0).subject())
                .isEqualTo("rows of sales where CAST(sold AS DATE) = CAST(:day AS DATE)");
    }

    @Test
    void names_that_are_words_of_sql_are_quoted() throws InterruptedException {
        assertThat(results(
                        Check.unique("order", "select"),
                        Check.notNull("order", "select"),
                        Measure.sum(TableName.of("main", "order"), "select").is(1)))
                .allMatch(CheckResult::passed);
        assertThat(result(Measure.rows(TableName.of("sales\"; DROP TABLE sales; --"))
                        .is(0)))
                .satisfies(result -> assertThat(result.passed()).isFalse())
                .satisfies(result -> assertThat(result.found()).startsWith("a refusal: "));
        assertThat(result(Measure.rows("sales").is(3)).passed()).isTrue();
    }

    @Test
    void unique_keys_may_have_several_columns() throws InterruptedException {
        assertThat(results(Check.unique("sales", "buyer", "salesid"), Check.unique("sales", "salesid")))
                .allMatch(CheckResult::passed);
        refused(() -> Check.unique("sales"));
    }

    @Test
    void data_are_fresh_up_to_their_age_and_stale_one_second_later() throws InterruptedException {
        var fresh = Check.fresh("sales", "sold", Duration.ofHours(6));
        assertThat(result(fresh).passed()).isTrue();
        assertThat(CheckResults.of(store, KEY).get(0).found()).isEqualTo("2024-04-30T20:00:00Z");

        clock.advance(Duration.ofSeconds(1));

        assertThat(result(fresh).expected()).isEqualTo("not older than 6h, so from 2024-04-30T20:00:01Z on");
        assertThat(CheckResults.of(store, KEY).get(0).passed()).isFalse();
        assertThat(result(Check.fresh(
                                TableName.of("sales"), "sold", Duration.ofHours(6), ZoneId.of("America/New_York")))
                        .passed())
                .isTrue();
    }

    @Test
    void a_table_without_times_is_not_fresh() throws InterruptedException {
        var result = result(Check.fresh("empty", "sold", Duration.ofDays(1000)));
        assertThat(result.passed()).isFalse();
        assertThat(result.found()).isEqualTo("NULL");
    }

    @Test
    void sums_are_reconciled_within_a_tolerance_also_between_databases() throws Exception {
        var other = JdbcSqlSource.of(new DuckDbFile(folder.resolve("b.db"))
                .with("CREATE TABLE ledger (total DOUBLE)", "INSERT INTO ledger VALUES (10.004)"));
        var paid = Measure.sum("sales", "paid");
        var ledger = Measure.sum("ledger", "total").in(other);

        assertThat(results(
                        paid.isEqualTo(ledger, Tolerance.absolute("0.01")),
                        paid.isEqualTo(ledger),
                        paid.isEqualTo(ledger, Tolerance.relative("0.0004")),
                        paid.isEqualTo(ledger, Tolerance.relative("0.0003")),
                        paid.is(new BigDecimal("10")),
                        Measure.sum("empty", "n").is(0)))
                .extracting(CheckResult::passed)
                .containsExactly(true, false, true, false, true, true);
        assertThat(CheckResults.of(store, KEY).get(0).describe())
                .isEqualTo("sum of paid of sales and sum of total of ledger:"
                        + " expected 10.004 (sum of total of ledger) give or take 0.01, found 10.00");
        refused(() -> Tolerance.absolute("-1"));
    }

    @Test
    void sql_passes_when_every_column_of_its_row_is_true_in_pythons_sense() throws InterruptedException {
        assertThat(results(
                        Check.sql("all", "SELECT 1, true, 'x', 0.5, '0', 'false'"),
                        Check.sql("zero", "SELECT 1, 0"),
                        Check.sql("nameless twice", "SELECT 0, 0 + 1"),
                        Check.sql("false", "SELECT false"),
                        Check.sql("null", "SELECT NULL"),
                        Check.sql("empty", "SELECT ''"),
                        Check.sql("value", "SELECT count(*) > :n FROM sales").with("n", 2),
                        Check.sql("no row", "SELECT 1 FROM empty")))
                .extracting(CheckResult::name, CheckResult::passed)
                .containsExactly(
                        tuple("all", true),
                        tuple("zero", false),
                        tuple("nameless twice", false),
                        tuple("false", false),
                        tuple("null", false),
                        tuple("empty", false),
                        tuple("value", true),
                        tuple("no row", false));
        assertThat(CheckResults.of(store, KEY).get(7).found()).isEqualTo("no row");
    }

    @Test
    void values_may_be_texts_or_numbers_with_a_tolerance() throws InterruptedException {
        assertThat(results(
                        Measure.sql("word", "SELECT 'abc'").is("abc"),
                        Measure.sql("word", "SELECT 'abd'").is("abc"),
                        Measure.sql("ten", "SELECT 10.4, 9.6").is(BigDecimal.TEN, Tolerance.relative("0.05")),
                        Measure.sql("ten", "SELECT 10.4, 9.4").is(BigDecimal.TEN, Tolerance.relative("0.05")),
                        Measure.sql("no number", "SELECT 'abc'").is(0),
                        Measure.sql("no number", "SELECT 'NaN'::DOUBLE").isAtLeast(0)))
                .extracting(CheckResult::passed)
                .containsExactly(true, false, true, false, false, false);
    }

    /** The formulas and what becomes of zeros are those of Airflow's SQLIntervalCheckOperator. */
    @Test
    void a_change_since_a_reference_stays_below_its_limit() throws InterruptedException {
        var now = Measure.sql("now", "SELECT 12");
        var before = Measure.sql("a week ago", "SELECT 10");
        assertThat(results(
                        now.changesLessThan("1.21", Change.MAX_OVER_MIN, before),
                        now.changesLessThan("1.2", Change.MAX_OVER_MIN, before),
                        before.changesLessThan("0.17", Change.RELATIVE_DIFF, now),
                        before.changesLessThan("0.16", Change.RELATIVE_DIFF, now),
                        now.changesLessThan("0.1", Change.RELATIVE_DIFF, Measure.sql("nothing", "SELECT 0")),
                        now.changesLessThan("9", Change.RELATIVE_DIFF, Measure.sql("null", "SELECT NULL"))))
                .extracting(CheckResult::passed)
                .containsExactly(true, false, true, false, true, false);
    }

    @Test
    void a_refused_question_is_a_check_that_does_not_pass_and_keeps_no_other_from_being_made()
            throws InterruptedException {
        assertThat(results(Measure.rows("missing").is(0), Measure.rows("sales").is(3)))
                .extracting(CheckResult::passed)
                .containsExactly(false, true);
        assertThat(CheckResults.of(store, KEY).get(0).found()).contains("refusal", "missing");
    }

    @Test
    void a_database_that_cannot_be_reached_fails_the_attempt_and_finds_nothing() throws InterruptedException {
        SqlSource gone = (question, context) -> {
            throw TaskFailure.retryable("nobody answers");
        };
        run(new DataQualityOperator(gone, Measure.rows("sales").is(3)));
        assertThat(task().note()).isEqualTo("nobody answers");
        assertThat(CheckResults.of(store, KEY)).isEmpty();
    }

    @Test
    void a_later_attempt_looks_again_unless_the_first_was_to_be_the_last() throws InterruptedException {
        var counts = new ArrayList<Integer>(List.of(1, 3));
        SqlSource growing =
                (question, context) -> java.util.Optional.of(new SqlRow(List.of("n"), List.of(counts.remove(0))));
        var retries = Retries.upTo(1).every(Duration.ofMinutes(1));
        var check = Measure.rows("sales").is(3);

        var ended = runWithRetries(new DataQualityOperator(growing, check), retries);
        assertThat(ended).isEqualTo("success");
        assertThat(CheckResults.of(store, KEY)).extracting(CheckResult::found).containsExactly("3");
    }

    @Test
    void without_retry_the_first_failure_is_final() throws InterruptedException {
        var operator = new DataQualityOperator(sql, Measure.rows("sales").is(4)).withoutRetry();
        run(operator, Retries.upTo(3).every(Duration.ofMinutes(1)));
        assertThat(task().tryNumber()).isEqualTo(1);
        assertThat(task().state().label()).isEqualTo("failed");
    }

    private String runWithRetries(DataQualityOperator operator, Retries retries) throws InterruptedException {
        try (var engine = Engine.builder()
                .store(store)
                .clock(clock)
                .workers(Runnable::run)
                .build()) {
            var run = engine.start(dag(operator, retries), RunRequest.manual().runId("r"));
            assertThat(task().state().label()).isEqualTo("up_for_retry");
            assertThat(CheckResults.of(store, KEY))
                    .extracting(CheckResult::found)
                    .containsExactly("1");
            clock.advance(Duration.ofMinutes(1));
            return run.await().state().label();
        }
    }

    @Test
    void faults_in_templates_are_found_when_the_dag_is_built() {
        var operator = new DataQualityOperator(
                sql,
                Measure.rows("sales").where("sold > '{{ dss }}'").is(1),
                Check.sql("mine", "SELECT :d").with("d", "{{ yesterday_ds_ }}"));
        assertThat(operator.templates())
                .containsEntry("rows of sales where sold > '{{ dss }}': condition on sales", "sold > '{{ dss }}'")
                .containsEntry("mine: sql of mine", "SELECT :d")
                .containsEntry("mine: value :d", "{{ yesterday_ds_ }}");
        var dag = Dag.named("nightly");
        dag.task("check", operator);
        assertThatIllegalState(dag);
    }

    private static void assertThatIllegalState(dev.cuesheet.engine.DagBuilder dag) {
        org.assertj.core.api.Assertions.assertThatExceptionOfType(DagDefinitionException.class)
                .isThrownBy(dag::build)
                .withMessageContaining("dss")
                .withMessageContaining("yesterday_ds_");
    }
}
