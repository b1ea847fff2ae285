package dev.cuesheet.engine;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What "as Airflow does" has to mean at least, line by line, each shown by runs of the engine. The fifth line, a process
 * that is killed in each state, needs processes and a store that outlives them, and is shown where those are.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class AcceptanceChecklistTest {
    private static final Instant START = Instant.parse("2024-05-01T02:00:00Z");
    private static final Operator<String> SUCCEEDS = context -> "done";
    private static final Operator<String> FAILS = context -> {
        throw TaskFailure.permanent("broken");
    };
    private static final Operator<String> SKIPS = context -> {
        throw new TaskSkipped("nothing new");
    };

    private final TestEngine engine = TestEngine.at(START.toString());
    private final RunOperations operations = engine.engine.operations();
    private final DagBuilder dag = Dag.named("sales");
    private final List<String> ran = new ArrayList<>();

    /** A task that notes the name and number of each of its tries. */
    private TaskHandle<Boolean> noting(String taskId) {
        return dag.task(taskId, context -> ran.add(taskId + " " + context.tryNumber()));
    }

    /** A sensor that looks once a minute until that many minutes after the start. */
    private TaskHandle<String> opening(String taskId, int minutes) {
        return dag.sensor(
                taskId,
                Poking.every(ofMinutes(1)),
                context -> engine.clock.instant().isBefore(START.plus(ofMinutes(minutes)))
                        ? Optional.empty()
                        : Optional.of("open"));
    }

    private DagRun found(DagRun run) {
        return found(run.runId());
    }

    private DagRun found(String runId) {
        return engine.store.findRun("sales", runId).orElseThrow();
    }

    private TaskInstance instance(String runId, String taskId) {
        return engine.store.taskInstances("sales", runId).stream()
                .filter(instance -> instance.taskId().equals(taskId))
                .findFirst()
                .orElseThrow();
    }

    /** Starts what waits in the queue. */
    private void goOn(Dag built) {
        try (var scheduler = new Scheduler(engine.engine)) {
            scheduler.schedule(List.of(built));
        }
    }

    @Nested
    @Order(1)
    class Thirteen_trigger_rules {
        static Stream<List<String>> rows() throws IOException {
            try (var in = AcceptanceChecklistTest.class.getResourceAsStream("airflow-trigger-rules.tsv")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.startsWith("#") && !line.startsWith("upstream"))
                        .map(line -> List.of(line.split("\t")));
            }
        }

        /** Each run has one task for each rule, so that all thirteen see the same upstream come in the same order. */
        @ParameterizedTest(name = "{0}")
        @MethodSource("rows")
        void decide_as_the_table_says_and_as_soon_as_it_says(List<String> row) throws Exception {
            var outcomes = row.get(0);
            dag.maxActiveTasks(100);
            var upstream = new ArrayList<TaskHandle<?>>();
            for (int i = 0; i < outcomes.length(); i++) {
                upstream.add(comingTo(outcomes.charAt(i), i + 1));
            }
            for (var rule : TriggerRule.values()) {
                noting(rule.label())
                        .after(upstream.toArray(TaskHandle<?>[]::new))
                        .triggerRule(rule);
            }
            var run = engine.start(dag.build());

            engine.advance(ofMinutes(outcomes.length()));

            assertThat(run.await(Duration.ZERO)).isPresent();
            var decided = new ArrayList<>(List.of(outcomes));
            for (var rule : columns()) { // in the table's order
                var task = instance(run.runId(), rule);
                boolean executed = task.state() == TaskInstanceState.SUCCESS;
                assertThat(ran.contains(rule + " 1")).as(rule).isEqualTo(executed);
                var at = executed ? task.startDate() : task.endDate();
                decided.add(letter(task.state()) + Duration.between(START, at).toMinutes());
            }
            assertThat(decided).isEqualTo(row);
        }

        private List<String> columns() {
            return Stream.of(
                            "all_success,all_failed,all_done,all_skipped,one_success,one_failed,one_done,none_failed",
                            "none_failed_min_one_success,none_skipped,all_done_min_one_success",
                            "all_done_setup_success,always")
                    .flatMap(names -> Arrays.stream(names.split(",")))
                    .toList();
        }

        private TaskHandle<String> comingTo(char outcome, int minute) {
            var gate = outcome == 'U'
                    ? dag.task("blocked" + minute, FAILS).after(opening("gate" + minute, minute))
                    : opening("gate" + minute, minute);
            return dag.task("up" + minute, outcome == 'F' ? FAILS : outcome == 'K' ? SKIPS : SUCCEEDS)
                    .after(gate);
        }

        private String letter(TaskInstanceState state) {
            return switch (state) {
                case SUCCESS -> "S";
                case FAILED -> "F";
                case SKIPPED -> "K";
                case UPSTREAM_FAILED -> "U";
                case NONE, SCHEDULED, QUEUED, RUNNING, RESTARTING -> "?";
                case UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED, REMOVED -> "?";
            };
        }

        /** The outcomes of two setups, one after the other, and what the teardown of both comes to by its own rule. */
        @ParameterizedTest(name = "of setups that come to {0} the teardown is {1}")
        @CsvSource({
            "SS, success", "SF, success", "SK, success", "SU, success",
            "FS, success", "FF, upstream_failed", "FK, upstream_failed", "FU, upstream_failed",
            "KS, success", "KF, upstream_failed", "KK, skipped", "KU, upstream_failed",
            "US, success", "UF, upstream_failed", "UK, upstream_failed", "UU, upstream_failed"
        })
        void all_done_setup_success_looks_at_the_setups_once_all_is_done(String outcomes, String state) {
            var setups = List.of(comingTo(outcomes.charAt(0), 1), comingTo(outcomes.charAt(1), 2));
            var work = opening("work", 3);
            noting("drop").asTeardownOf(setups.get(0), setups.get(1)).after(work);
            var run = engine.start(dag.build());

            engine.advance(ofMinutes(3).minusSeconds(1));
            assertThat(engine.states("sales", run.runId())).containsEntry("drop", "none");
            engine.advance(ofSeconds(1));

            assertThat(engine.states("sales", run.runId())).containsEntry("drop", state);
            assertThat(ran).hasSize(state.equals("success") ? 1 : 0);
        }

        @Test
        void are_all_in_the_table() throws IOException {
            assertThat(columns())
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(TriggerRule.values())
                            .map(TriggerRule::label)
                            .toList());
            assertThat(rows().map(row -> row.get(0))).hasSize(4 * 4 + 4 * 4 * 4).doesNotHaveDuplicates();
        }
    }

    @Nested
    @Order(2)
    class A_diamond_with_branch_and_join {
        @ParameterizedTest(name = "joined by {0}")
        @CsvSource({
            // one arm, both arms, no arm, one arm that fails
            "ALL_SUCCESS,                 skipped, success, skipped, skipped",
            "ALL_FAILED,                  skipped, skipped, skipped, skipped",
            "ALL_DONE,                    success, success, success, success",
            "ALL_SKIPPED,                 skipped, skipped, success, skipped",
            "ONE_SUCCESS,                 success, success, skipped, upstream_failed",
            "ONE_FAILED,                  skipped, skipped, skipped, success",
            "ONE_DONE,                    success, success, skipped, success",
            "NONE_FAILED,                 success, success, success, upstream_failed",
            "NONE_FAILED_MIN_ONE_SUCCESS, success, success, skipped, upstream_failed",
            "NONE_SKIPPED,                skipped, success, skipped, skipped",
            "ALL_DONE_MIN_ONE_SUCCESS,    skipped, success, skipped, skipped",
            "ALL_DONE_SETUP_SUCCESS,      success, success, success, success",
            "ALWAYS,                      success, success, success, success"
        })
        void is_joined_as_the_rule_says(TriggerRule rule, String one, String both, String none, String failing) {
            assertThat(joined("one", Branch.to("left"), SUCCEEDS, rule)).containsOnly("success skipped " + one);
            assertThat(joined("both", Branch.to("left", "right"), SUCCEEDS, rule))
                    .containsOnly("success success " + both);
            assertThat(joined("none", Branch.nowhere(), SUCCEEDS, rule)).containsOnly("skipped skipped " + none);
            assertThat(joined("failing", Branch.to("left"), FAILS, rule)).containsOnly("failed skipped " + failing);
        }

        private List<String> joined(String dagId, Branch branch, Operator<String> left, TriggerRule rule) {
            var diamond = Dag.named(dagId);
            var choose = diamond.branch("choose", context -> branch);
            var arms = List.of(
                    diamond.task("left", left).after(choose),
                    diamond.task("right", SUCCEEDS).after(choose));
            diamond.task("join", SUCCEEDS).after(arms.get(0), arms.get(1)).triggerRule(rule);
            var states = engine.states(engine.run(diamond.build()));
            return List.of(states.get("left") + " " + states.get("right") + " " + states.get("join"));
        }
    }

    @Nested
    @Order(3)
    class The_leaves_decide_the_run {
        private RunState stateOfRun() {
            return engine.run(dag.build()).state();
        }

        @Test
        void no_tasks_are_a_success() {
            assertThat(stateOfRun()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void a_failed_task_whose_last_successor_ran_leaves_the_run_successful() {
            dag.task("report", SUCCEEDS).after(dag.task("land", FAILS)).triggerRule(TriggerRule.ALL_DONE);

            assertThat(stateOfRun()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void a_failed_task_whose_last_successor_could_not_run_fails_the_run() {
            dag.task("report", SUCCEEDS).after(dag.task("land", FAILS));

            assertThat(stateOfRun()).isEqualTo(RunState.FAILED);
        }

        @Test
        void one_failed_leaf_of_several_fails_the_run_only_once_the_others_have_ended() throws Exception {
            dag.task("bad", FAILS);
            dag.task("good", SUCCEEDS).after(opening("gate", 60));
            var run = engine.start(dag.build());

            engine.advance(ofMinutes(59));
            assertThat(run.await(Duration.ZERO)).isEmpty();
            engine.advance(ofMinutes(1));

            assertThat(run.await(Duration.ZERO).orElseThrow().state()).isEqualTo(RunState.FAILED);
            assertThat(engine.states("sales", run.runId())).containsEntry("good", "success");
        }

        @Test
        void skipped_leaves_are_a_success() {
            dag.task("load", SUCCEEDS).after(dag.task("land", SKIPS));

            assertThat(stateOfRun()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void a_task_with_only_a_teardown_below_it_is_a_leaf_and_the_teardown_is_none() {
            var cluster = dag.task("create_cluster", SUCCEEDS);
            dag.task("delete_cluster", FAILS)
                    .asTeardownOf(cluster)
                    .after(dag.task("query", SUCCEEDS).after(cluster));

            assertThat(stateOfRun()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void a_teardown_that_counts_is_a_leaf() {
            var cluster = dag.task("create_cluster", SUCCEEDS);
            dag.task("delete_cluster", FAILS)
                    .asTeardownThatCountsOf(cluster)
                    .after(dag.task("query", SUCCEEDS).after(cluster));

            assertThat(stateOfRun()).isEqualTo(RunState.FAILED);
        }

        @Test
        void a_setup_that_failed_fails_the_run_although_its_teardown_is_all_that_is_below_it() {
            dag.task("delete_cluster", SUCCEEDS).asTeardownOf(dag.task("create_cluster", FAILS));

            assertThat(stateOfRun()).isEqualTo(RunState.FAILED);
        }
    }

    @Nested
    @Order(4)
    class Retry_instants_are_reproducible_to_the_second {
        private static List<String> startsOf(TestEngine engine, String runId) {
            return engine.store.attempts("sales", runId).stream()
                    .map(attempt -> attempt.startDate().toString())
                    .toList();
        }

        private Retries retries(String task) {
            return switch (task) {
                case "refine" -> Retries.upTo(5).backingOffFrom(ofSeconds(10));
                case "load" -> Retries.upTo(5).backingOffFrom(ofMinutes(5));
                case "report" -> Retries.upTo(5).backingOffFrom(ofSeconds(10)).growingBy(3);
                case "mail" -> Retries.upTo(5).backingOffFrom(ofSeconds(10)).noLongerThan(ofMinutes(1));
                case "archive" -> Retries.upTo(4).backingOffFrom(ofHours(4));
                case "slow" -> Retries.upTo(5).backingOffFrom(ofSeconds(10));
                default -> throw new IllegalArgumentException(task);
            };
        }

        private Dag failing(TestEngine on, String task, Duration length) {
            var failing = Dag.named("sales");
            failing.task(task, context -> {
                        on.clock.sleep(length);
                        throw TaskFailure.retryable("broken");
                    })
                    .retries(retries(task));
            return failing.build();
        }

        /** The instants were computed by Airflow's formula in Python. */
        @ParameterizedTest(name = "{0}, which takes {1}")
        @CsvSource({
            "refine, PT0S, 02:00:00 02:00:19 02:00:49 02:01:47 02:04:02 02:07:29",
            "load, PT0S, 02:00:00 02:08:01 02:20:51 02:43:50 03:38:14 05:32:48",
            "report, PT0S, 02:00:00 02:00:17 02:01:11 02:03:31 02:10:54 02:27:15",
            "mail, PT0S, 02:00:00 02:00:17 02:00:37 02:01:28 02:02:28 02:03:28",
            "slow, PT1M30S, 02:00:00 02:01:43 02:03:45 02:06:12 02:09:03 02:14:38"
        })
        void they_are_airflows(String task, Duration length, String times) {
            var run = engine.run(failing(engine, task, length));

            assertThat(startsOf(engine, run.runId()))
                    .isEqualTo(Arrays.stream(times.split(" "))
                            .map(time -> "2024-05-01T" + time + "Z")
                            .map(text -> Instant.parse(text).toString())
                            .toList());
        }

        @Test
        void no_delay_is_longer_than_a_day() {
            var run = engine.run(failing(engine, "archive", Duration.ZERO));

            assertThat(startsOf(engine, run.runId()))
                    .containsExactly(
                            "2024-05-01T02:00:00Z",
                            "2024-05-01T07:00:57Z",
                            "2024-05-01T16:45:29Z",
                            "2024-05-02T14:54:50Z",
                            "2024-05-03T14:54:50Z");
        }

        /** Airflow's formula once more, from the description and not from the engine's code. */
        private static long delay(String name, int failedTry, long first) throws Exception {
            long least = Math.max(1, first << failedTry - 1);
            var hash = MessageDigest.getInstance("SHA-1")
                    .digest((name + "#" + failedTry).getBytes(StandardCharsets.US_ASCII));
            long jitter = new BigInteger(1, hash).mod(BigInteger.valueOf(least)).longValueExact();
            return Math.min(86_400, least + jitter);
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "b_2", "Group.task-1"})
        void they_are_those_of_the_formula_whatever_the_names_and_dates(String task) throws Exception {
            for (var date : List.of("2024-02-29 23:59:59+00:00", "1999-12-31 00:00:00.000123+00:00")) {
                var built = Dag.named("sales").retries(Retries.upTo(6).backingOffFrom(ofSeconds(7)));
                built.task(task, context -> {
                    throw TaskFailure.retryable("broken");
                });
                var other = TestEngine.at(START.toString());
                var run = other.engine.start(
                        built.build(),
                        RunRequest.manual()
                                .logicalDate(
                                        Instant.parse(date.replace(' ', 'T').replace("+00:00", "Z"))));
                var expected = new ArrayList<>(List.of(START.toString()));
                var at = START;
                for (int failed = 1; failed <= 6; failed++) {
                    at = at.plusSeconds(delay("sales#" + task + "#" + date, failed, 7));
                    expected.add(at.toString());
                }

                other.advance(Duration.between(START, at));

                assertThat(startsOf(other, run.runId())).as(date).isEqualTo(expected);
                assertThat(run.await(Duration.ZERO)).isPresent();
            }
        }

        @Test
        void a_second_before_nothing_happens_and_a_restart_of_the_engine_changes_nothing() throws Exception {
            var built = failing(engine, "refine", Duration.ZERO);
            var run = engine.start(built);
            engine.advance(ofSeconds(5));
            var other = engine.afterCrash();
            other.engine.startAdopting(built, run.runId());

            other.advance(ofSeconds(13));
            assertThat(startsOf(other, run.runId())).hasSize(1);
            other.advance(ofSeconds(1));

            assertThat(startsOf(other, run.runId())).containsExactly("2024-05-01T02:00:00Z", "2024-05-01T02:00:19Z");
        }
    }

    @Nested
    @Order(6)
    class Gaps_and_folds_of_the_clock {
        /** The instants were computed by Airflow's {@code timetables/_cron.py}, with Python's zones. */
        @ParameterizedTest(name = "{0} in {1} from {2}")
        @CsvSource({
            // 02:30 of 9 March is left out; 01:30 of 2 November comes twice
            "30 2 * * *, America/New_York, 2025-03-08T12:00, 03-09T07:30 03-10T06:30 03-11T06:30 03-12T06:30",
            "30 1 * * *, America/New_York, 2025-11-01T12:00, 11-02T06:30 11-03T06:30 11-04T06:30 11-05T06:30",
            "30 2 * * *, America/New_York, 2025-11-01T12:00, 11-02T07:30 11-03T07:30 11-04T07:30 11-05T07:30",
            "30 * * * *, America/New_York, 2025-03-09T05:45, 03-09T06:30 03-09T07:30 03-09T08:30 03-09T09:30",
            "30 * * * *, America/New_York, 2025-11-02T04:45, 11-02T05:30 11-02T06:30 11-02T07:30 11-02T08:30",
            // 02:30 of 30 March is left out; 02:30 of 26 October comes twice
            "30 2 * * *, Europe/Zurich, 2025-03-29T12:00, 03-30T01:30 03-31T00:30 04-01T00:30 04-02T00:30",
            "30 2 * * *, Europe/Zurich, 2025-10-25T12:00, 10-26T01:30 10-27T01:30 10-28T01:30 10-29T01:30",
            "30 3 * * *, Europe/Zurich, 2025-10-25T12:00, 10-26T02:30 10-27T02:30 10-28T02:30 10-29T02:30",
            "30 * * * *, Europe/Zurich, 2025-03-29T23:45, 03-30T00:30 03-30T01:30 03-30T02:30 03-30T03:30",
            "30 * * * *, Europe/Zurich, 2025-10-25T23:45, 10-26T00:30 10-26T01:30 10-26T02:30 10-26T03:30",
            // half an hour: 02:15 of 5 October is left out; 01:45 of 6 April comes twice
            "15 2 * * *, Australia/Lord_Howe, 2025-10-04T02:00, 10-04T15:45 10-05T15:15 10-06T15:15 10-07T15:15",
            "45 1 * * *, Australia/Lord_Howe, 2025-04-04T20:00, 04-05T15:15 04-06T15:15 04-07T15:15 04-08T15:15",
            "15 2 * * *, Australia/Lord_Howe, 2025-04-04T20:00, 04-05T15:45 04-06T15:45 04-07T15:45 04-08T15:45",
            "15 * * * *, Australia/Lord_Howe, 2025-10-04T14:30, 10-04T14:45 10-04T15:45 10-04T16:15 10-04T17:15",
            "45 * * * *, Australia/Lord_Howe, 2025-04-05T13:50, 04-05T14:45 04-05T15:45 04-05T16:15 04-05T17:15"
        })
        void runs_are_where_the_table_says_in_both_families(String cron, ZoneId zone, String after, String table) {
            var ticks = Arrays.stream(table.split(" "))
                    .map(tick -> Instant.parse("2025-" + tick + ":00Z"))
                    .toList();
            var from = Instant.parse(after + ":00Z");
            var last = ticks.get(3);

            var ofTicks = runsOf(Schedule.cron(cron, zone), from, last);
            assertThat(ofTicks).extracting(DagRun::logicalDate).isEqualTo(ticks);
            assertThat(ofTicks).extracting(DagRun::startDate).isEqualTo(ticks);
            assertThat(ofTicks)
                    .allSatisfy(run -> assertThat(run.dataInterval()).isEqualTo(DataInterval.exact(run.logicalDate())));

            var ofIntervals = runsOf(Schedule.cron(cron, zone).overDataIntervals(), from, last);
            assertThat(ofIntervals).extracting(DagRun::logicalDate).isEqualTo(ticks.subList(0, 3));
            assertThat(ofIntervals).extracting(DagRun::startDate).isEqualTo(ticks.subList(1, 4));
            for (int i = 0; i < 3; i++) {
                assertThat(ofIntervals.get(i).dataInterval())
                        .isEqualTo(new DataInterval(ticks.get(i), ticks.get(i + 1)));
            }
        }

        /** What a scheduler makes of the schedule, in the order of time, up to that instant. */
        private List<DagRun> runsOf(Schedule schedule, Instant from, Instant last) {
            var local = TestEngine.at(from.toString());
            var scheduled =
                    Dag.named("sales").schedule(schedule).startDate(from).catchup(true);
            scheduled.task("work", SUCCEEDS);
            try (var scheduler = new Scheduler(local.engine)) {
                scheduler.schedule(List.of(scheduled.build()));
                local.advance(Duration.between(from, last));
            }
            return local.store.runsBetween("sales", null, null);
        }
    }

    @Nested
    @Order(7)
    class After_three_missed_ticks {
        @ParameterizedTest(name = "over data intervals: {0}, catchup: {1}")
        @CsvSource({
            "false, true,  2024-05-02 2024-05-03 2024-05-04",
            "false, false, 2024-05-04",
            "true,  true,  2024-05-01 2024-05-02 2024-05-03",
            "true,  false, 2024-05-03"
        })
        void catchup_makes_three_runs_and_otherwise_there_is_one(boolean intervals, boolean catchup, String expected) {
            var daily = Schedule.daily("03:00", ZoneId.of("UTC"));
            dag.schedule(intervals ? daily.overDataIntervals() : daily)
                    .startDate(Instant.parse(intervals ? "2024-04-30T03:00:00Z" : "2024-05-01T03:00:00Z"))
                    .catchup(catchup);
            dag.task("work", context -> ran.add(context.logicalDate().toString()));
            var built = dag.build();
            var scheduler = new Scheduler(engine.engine);
            scheduler.schedule(List.of(built));
            engine.advance(ofHours(2));
            assertThat(ran).containsExactly(intervals ? "2024-04-30T03:00:00Z" : "2024-05-01T03:00:00Z");
            ran.clear();
            scheduler.close();
            engine.advance(ofDays(3));
            assertThat(ran).isEmpty();

            goOn(built);

            assertThat(ran)
                    .containsExactlyElementsOf(Arrays.stream(expected.split(" "))
                            .map(date -> date + "T03:00:00Z")
                            .toList());
        }
    }

    @Nested
    @Order(8)
    class Clear_of_a_middle_task_with_downstream {
        private final Map<String, Boolean> broken = new HashMap<>();

        /** {@code land -> refine -> report}, and {@code audit} beside them, which takes an hour. */
        private Dag line() {
            dag.retries(Retries.none());
            var land = noting("land");
            var refine = dag.task("refine", land, (context, x) -> {
                ran.add("refine " + context.tryNumber());
                if (broken.containsKey("refine")) {
                    throw TaskFailure.permanent("broken");
                }
                return "x";
            });
            noting("report").after(refine);
            opening("audit", 60);
            return dag.build();
        }

        private final TaskSelection middle = TaskSelection.of("refine").withDownstream();

        @Test
        void after_the_run_takes_it_back_to_the_queue_and_runs_just_these_again() {
            var built = line();
            var run = engine.run(built);
            ran.clear();

            assertThat(operations.clear(built, run.runId(), middle))
                    .extracting(TaskInstance::taskId)
                    .containsExactlyInAnyOrder("refine", "report");

            var queued = found(run);
            assertThat(queued.state()).isEqualTo(RunState.QUEUED);
            assertThat(queued.clearNumber()).isEqualTo(1);
            assertThat(queued.startDate()).isNull();
            assertThat(engine.states(run))
                    .containsOnly(
                            entry("land", "success"),
                            entry("refine", "none"),
                            entry("report", "none"),
                            entry("audit", "success"));
            assertThat(engine.store.result(new TaskInstanceKey("sales", run.runId(), "refine", -1)))
                    .isEmpty();
            goOn(built);
            assertThat(ran).containsExactly("refine 2", "report 2");
            assertThat(found(run).state()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void after_a_failed_run_lets_it_succeed() {
            broken.put("refine", true);
            var built = line();
            var run = engine.run(built);
            assertThat(run.state()).isEqualTo(RunState.FAILED);
            broken.clear();
            ran.clear();

            operations.clear(built, run.runId(), middle);
            goOn(built);

            assertThat(ran).containsExactly("refine 2", "report 1");
            assertThat(found(run).state()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void during_the_run_runs_these_again_at_once() {
            var built = line();
            var run = engine.start(built);
            assertThat(ran).containsExactly("land 1", "refine 1", "report 1");
            ran.clear();

            operations.clear(built, run.runId(), middle);

            assertThat(ran).containsExactly("refine 2", "report 2");
            assertThat(found(run.runId()).state()).isEqualTo(RunState.RUNNING);
            engine.advance(ofHours(1));
            assertThat(found(run.runId()).state()).isEqualTo(RunState.SUCCESS);
            assertThat(found(run.runId()).clearNumber()).isZero();
        }

        @Test
        void while_the_middle_task_runs_tells_it_to_stop_and_its_result_counts_for_nothing() {
            var stopped = new ArrayList<Integer>();
            var built = new ArrayList<Dag>();
            dag.retries(Retries.none().every(ofMinutes(5)));
            var refine = dag.task("refine", context -> {
                        ran.add("refine " + context.tryNumber());
                        if (context.tryNumber() == 1) {
                            context.onCancel(() -> stopped.add(context.tryNumber()));
                            operations.clear(built.get(0), context.runId(), middle);
                            assertThat(engine.states("sales", context.runId())).containsEntry("refine", "restarting");
                        }
                        return "of try " + context.tryNumber();
                    })
                    .after(noting("land"));
            dag.task("report", refine, (context, text) -> ran.add("report " + text));
            built.add(dag.build());

            var run = engine.run(built.get(0));

            assertThat(stopped).containsExactly(1);
            assertThat(ran).containsExactly("land 1", "refine 1", "refine 2", "report of try 2");
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(engine.store.attempts("sales", run.runId()))
                    .filteredOn(attempt -> attempt.key().taskId().equals("refine"))
                    .extracting(Attempt::state, Attempt::startDate)
                    .containsExactly(
                            tuple(TaskInstanceState.RESTARTING, START),
                            tuple(TaskInstanceState.SUCCESS, START.plus(ofMinutes(5))));
        }

        @Test
        void while_the_middle_task_waits_for_its_retry_runs_it_at_once_with_all_its_tries() {
            dag.retries(Retries.upTo(1).every(ofHours(1)));
            var refine = dag.task("refine", context -> {
                        ran.add("refine " + context.tryNumber());
                        throw TaskFailure.retryable("broken");
                    })
                    .after(noting("land"));
            noting("report").after(refine);
            var built = dag.build();
            var run = engine.start(built);
            assertThat(ran).containsExactly("land 1", "refine 1");

            operations.clear(built, run.runId(), middle);

            assertThat(ran).containsExactly("land 1", "refine 1", "refine 2");
            engine.advance(ofHours(1));
            assertThat(ran).containsExactly("land 1", "refine 1", "refine 2", "refine 3");
            assertThat(found(run.runId()).state()).isEqualTo(RunState.FAILED);
        }
    }

    @Nested
    @Order(9)
    class Mapped {
        private final List<Object> seen = new ArrayList<>();

        @ParameterizedTest(name = "over {0} items")
        @ValueSource(ints = {0, 1, 5})
        void over_0_1_or_n_items_there_are_as_many_instances(int count) {
            var list = dag.task(
                    "list", context -> IntStream.range(0, count).boxed().toList());
            var landed = dag.expand("land", list, (context, item) -> item * 10);
            dag.task("sum", landed, (context, all) -> seen.addAll(all)).triggerRule(TriggerRule.ALL_DONE);
            dag.task("load", SUCCEEDS).after(landed);

            var run = engine.run(dag.build());

            var expected = new HashMap<>(
                    Map.of("list", "success", "sum", "success", "load", count == 0 ? "skipped" : "success"));
            if (count == 0) {
                expected.put("land", "skipped");
            }
            for (int index = 0; index < count; index++) {
                expected.put("land[" + index + "]", "success");
            }
            assertThat(engine.states(run)).isEqualTo(expected);
            assertThat(seen)
                    .isEqualTo(IntStream.range(0, count)
                            .mapToObj(i -> (Object) (i * 10))
                            .toList());
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        }

        private final List<String> items = new ArrayList<>();
        private final TaskSelection everything = TaskSelection.of("list").withDownstream();

        /** Lands each of the items, checks what has landed, and reports it. */
        private void landing() {
            var list = dag.task("list", context -> List.copyOf(items));
            var land = dag.expand("land", list, (context, item) -> {
                ran.add("land " + item + " " + context.tryNumber());
                return item;
            });
            dag.expand("check", Items.<String>from(land), (context, item) -> item);
            dag.task("report", land, (context, landed) -> seen.add(List.copyOf(landed)));
        }

        @Test
        void over_n_items_that_are_fewer_on_the_re_run_the_surplus_is_removed_and_counts_for_nothing() {
            items.addAll(List.of("a", "b", "c"));
            landing();
            var built = dag.build();
            var run = engine.run(built);
            ran.clear();

            items.remove("a");
            operations.clear(built, run.runId(), everything);
            goOn(built);

            assertThat(ran).containsExactly("land b 2", "land c 2");
            assertThat(engine.states(run))
                    .containsOnly(
                            entry("list", "success"),
                            entry("land[0]", "success"),
                            entry("land[1]", "success"),
                            entry("land[2]", "removed"),
                            entry("check[0]", "success"),
                            entry("check[1]", "success"),
                            entry("check[2]", "removed"),
                            entry("report", "success"));
            assertThat(seen).containsExactly(List.of("a", "b", "c"), List.of("b", "c"));
            assertThat(found(run).state()).isEqualTo(RunState.SUCCESS);
        }

        @ParameterizedTest(name = "while the run is under way: {0}")
        @ValueSource(booleans = {false, true})
        void over_n_items_of_which_none_is_left_on_the_re_run_it_is_skipped_and_can_grow_again(boolean during) {
            items.addAll(List.of("a", "b", "c"));
            landing();
            if (during) {
                opening("gate", 60);
            }
            var built = dag.build();
            var runId = during ? engine.start(built).runId() : engine.run(built).runId();

            items.clear();
            operations.clear(built, runId, everything);
            goOn(built);

            assertThat(engine.states("sales", runId))
                    .contains(
                            entry("land[0]", "skipped"),
                            entry("land[1]", "removed"),
                            entry("land[2]", "removed"),
                            entry("check[0]", "skipped"),
                            entry("report", "skipped"));

            items.addAll(List.of("d", "e", "f", "g"));
            operations.clear(built, runId, everything);
            goOn(built);

            assertThat(engine.states("sales", runId).values()).doesNotContain("none", "skipped", "removed");
            assertThat(engine.states("sales", runId)).contains(entry("land[3]", "success"), entry("report", "success"));
            assertThat(seen).containsExactly(List.of("a", "b", "c"), List.of("d", "e", "f", "g"));
            assertThat(engine.store.attempts("sales", runId))
                    .as("no attempt is lost that was made before the items were gone")
                    .filteredOn(attempt -> attempt.key().taskId().equals("land"))
                    .extracting(attempt -> attempt.key().mapIndex() + " " + attempt.tryNumber())
                    .containsExactlyInAnyOrder("0 1", "1 1", "2 1", "0 2", "1 2", "2 2", "3 1");
            engine.advance(ofHours(1));
            assertThat(found(runId).state()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void over_fewer_items_on_the_re_run_what_was_removed_does_not_keep_the_run_from_ending_when_it_is_marked() {
            items.addAll(List.of("a", "b"));
            landing();
            var built = dag.build();
            var run = engine.run(built);
            items.remove("b");
            operations.clear(built, run.runId(), everything);
            goOn(built);

            operations.mark(built, run.runId(), TaskSelection.of("report"), TaskInstanceState.FAILED);

            assertThat(engine.states(run)).contains(entry("land[1]", "removed"), entry("report", "failed"));
            assertThat(found(run).state()).isEqualTo(RunState.FAILED);
        }

        @ParameterizedTest(name = "{0}")
        @ValueSource(strings = {"success", "up_for_retry", "up_for_reschedule", "running"})
        void over_a_list_that_empties_under_it_the_last_instance_is_skipped_whatever_its_state(String state) {
            items.add("a");
            var list = dag.task("list", context -> List.copyOf(items));
            dag.expandGroup("each", Items.from(list), (group, item) -> {
                var land = dag.task("land", item, (context, name) -> ran.add(name));
                var last = state.equals("success")
                        ? dag.task("wait", SUCCEEDS)
                        : state.equals("up_for_retry")
                                ? dag.task("wait", context -> {
                                            throw TaskFailure.retryable("broken");
                                        })
                                        .retries(Retries.upTo(1).every(ofHours(1)))
                                : dag.sensor(
                                        "wait",
                                        state.equals("running")
                                                ? Poking.every(ofHours(1))
                                                : Poking.every(ofHours(1)).rescheduling(),
                                        context -> Optional.empty());
                return last.after(land);
            });
            opening("gate", 30);
            var built = dag.build();
            var run = engine.start(built);
            assertThat(engine.states("sales", run.runId())).containsEntry("each.wait[0]", state);

            items.clear();
            operations.clear(built, run.runId(), TaskSelection.of("list"));

            assertThat(engine.states("sales", run.runId()))
                    .contains(entry("each.land[0]", "skipped"), entry("each.wait[0]", "skipped"));
            engine.advance(ofHours(2));
            assertThat(found(run.runId()).state()).isEqualTo(RunState.SUCCESS);
        }
    }

    @Nested
    @Order(10)
    class Depends_on_past {
        private final Map<Integer, Operator<String>> behaviour = new HashMap<>();

        private Dag dependent() {
            var built = Dag.named("sales");
            built.task("load", context -> {
                        ran.add(context.runId());
                        int day = Integer.parseInt(context.runId().substring("day".length()));
                        return behaviour.getOrDefault(day, SUCCEEDS).execute(context);
                    })
                    .dependsOnPast();
            return built.build();
        }

        private Dag without() {
            var built = Dag.named("sales");
            built.task("other", SUCCEEDS);
            return built.build();
        }

        private void start(Dag built, int day) {
            engine.engine.start(
                    built, RunRequest.manual().runId("day" + day).logicalDate(START.minus(ofDays(10 - day))));
        }

        @Test
        void with_a_failed_predecessor_it_waits_until_that_is_mended() {
            behaviour.put(1, FAILS);
            start(dependent(), 1);
            behaviour.clear();

            start(dependent(), 2);
            engine.advance(ofDays(1));
            assertThat(ran).containsExactly("day1");
            assertThat(engine.states("sales", "day2")).containsOnly(entry("load", "none"));
            assertThat(found("day2").state()).isEqualTo(RunState.RUNNING);

            engine.resume(dependent(), "day1");
            assertThat(ran).containsExactly("day1", "day1", "day2");
            assertThat(found("day2").state()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void with_no_run_before_it_runs() {
            start(dependent(), 1);

            assertThat(ran).containsExactly("day1");
        }

        @Test
        void with_a_predecessor_that_is_missing_from_every_earlier_run_it_runs() {
            start(without(), 1);

            start(dependent(), 2);

            assertThat(ran).containsExactly("day2");
        }

        @Test
        void with_a_predecessor_that_is_missing_but_was_there_earlier_it_waits() {
            start(dependent(), 1);
            start(without(), 2);

            start(dependent(), 3);
            engine.advance(ofDays(1));

            assertThat(ran).containsExactly("day1");
            assertThat(engine.states("sales", "day3")).containsOnly(entry("load", "none"));
        }

        @Test
        void with_a_skipped_predecessor_it_runs() {
            behaviour.put(1, SKIPS);
            start(dependent(), 1);
            assertThat(engine.states("sales", "day1")).containsOnly(entry("load", "skipped"));

            start(dependent(), 2);

            assertThat(ran).containsExactly("day1", "day2");
            assertThat(found("day2").state()).isEqualTo(RunState.SUCCESS);
        }
    }

    @Nested
    @Order(11)
    class A_dagrun_timeout {
        @Test
        void fails_the_run_and_skips_each_instance_that_has_not_finished_whatever_its_state() throws Exception {
            dag.dagrunTimeout(ofHours(1)).maxActiveTasks(1);
            var never = Poking.every(ofHours(3));
            dag.task("done", SUCCEEDS);
            dag.task("broken", FAILS);
            var retried = dag.task("retried", context -> {
                        throw TaskFailure.retryable("broken");
                    })
                    .retries(Retries.upTo(1).every(ofHours(2)));
            dag.sensor("looked_for", never.rescheduling(), context -> Optional.empty());
            dag.sensor("awaited", never, context -> Optional.empty());
            noting("held_up");
            noting("below").after(retried);
            var run = engine.start(dag.build());

            engine.advance(ofMinutes(60).minusSeconds(1));
            assertThat(run.await(Duration.ZERO)).isEmpty();
            assertThat(engine.states("sales", run.runId()))
                    .containsOnly(
                            entry("done", "success"),
                            entry("broken", "failed"),
                            entry("retried", "up_for_retry"),
                            entry("looked_for", "up_for_reschedule"),
                            entry("awaited", "running"),
                            entry("held_up", "scheduled"),
                            entry("below", "none"));
            engine.advance(ofSeconds(1));

            var ended = run.await(Duration.ZERO).orElseThrow();
            assertThat(ended.state()).isEqualTo(RunState.FAILED);
            assertThat(ended.note()).isEqualTo("timed_out");
            assertThat(ended.endDate()).isEqualTo(START.plus(ofHours(1)));
            assertThat(engine.states(ended))
                    .containsOnly(
                            entry("done", "success"),
                            entry("broken", "failed"),
                            entry("retried", "skipped"),
                            entry("looked_for", "skipped"),
                            entry("awaited", "skipped"),
                            entry("held_up", "skipped"),
                            entry("below", "skipped"));
            engine.advance(ofDays(1));
            assertThat(ran).isEmpty();
        }
    }

    @Nested
    @Order(12)
    class A_teardown {
        /** {@code create -> work -> delete}, where {@code delete} tears down what {@code create} sets up. */
        private DagRun run(Operator<String> work, Operator<String> delete) {
            var create = dag.task("create", SUCCEEDS);
            dag.task("delete", delete)
                    .asTeardownOf(create)
                    .after(dag.task("work", work).after(create));
            return engine.run(dag.build());
        }

        @Test
        void runs_after_a_failure_and_the_run_still_fails() {
            var run = run(FAILS, SUCCEEDS);

            assertThat(engine.states(run)).contains(entry("work", "failed"), entry("delete", "success"));
            assertThat(run.state()).isEqualTo(RunState.FAILED);
        }

        @Test
        void runs_after_the_last_try_has_failed_and_not_before() {
            var create = dag.task("create", SUCCEEDS);
            var work = dag.task("work", context -> {
                        ran.add("work " + context.tryNumber());
                        throw TaskFailure.retryable("broken");
                    })
                    .after(create)
                    .retries(Retries.upTo(2).every(ofMinutes(5)));
            var below = noting("below").after(work);
            noting("delete").asTeardownOf(create).after(below);

            var run = engine.run(dag.build());

            assertThat(ran).containsExactly("work 1", "work 2", "work 3", "delete 1");
            assertThat(engine.states(run)).containsEntry("below", "upstream_failed");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
        }

        @Test
        void whose_own_attempt_fails_does_not_fail_the_run() {
            var run = run(SUCCEEDS, FAILS);

            assertThat(engine.states(run)).containsEntry("delete", "failed");
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        }

        @Test
        void that_fails_after_a_failure_changes_nothing_about_that() {
            var run = run(FAILS, FAILS);

            assertThat(new TreeSet<>(engine.states(run).values())).containsExactly("failed", "success");
            assertThat(run.state()).isEqualTo(RunState.FAILED);
        }

        @Test
        void that_fails_after_skipped_work_leaves_the_run_a_success() {
            var run = run(SKIPS, FAILS);

            assertThat(engine.states(run)).contains(entry("work", "skipped"), entry("delete", "failed"));
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        }
    }
}
