package dev.cuesheet.engine.simulation;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Branch;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagBuilder;
import dev.cuesheet.engine.InMemoryStateStore;
import dev.cuesheet.engine.Items;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSpec;
import dev.cuesheet.engine.TriggerRule;
import dev.cuesheet.engine.internal.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulationTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Instant NEW_YEAR = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant END_OF_YEAR = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FIRST_RUN = Instant.parse("2025-01-01T02:00:00Z");

    /** Nothing of it may ever run. */
    private static Object neverRun() {
        throw new AssertionError("a task's body ran in a simulation");
    }

    private static DagBuilder nightly() {
        return Dag.named("nightly").schedule(Schedule.daily("02:00", UTC));
    }

    private static Dag threeInARow() {
        var dag = nightly().retries(Retries.upTo(2).every(ofMinutes(5)));
        var land = dag.task("land", context -> neverRun());
        var refine = dag.task("refine", land, (context, input) -> neverRun());
        dag.task("report", refine, (context, input) -> neverRun());
        return dag.build();
    }

    private static Simulation year(Dag dag) {
        return Simulation.of(dag).from(NEW_YEAR).to(END_OF_YEAR);
    }

    private static SimulatedHistory.Run oneRun(Simulation simulation) {
        var history = simulation.from(NEW_YEAR).to(NEW_YEAR.plus(ofDays(1))).run();
        assertThat(history.runs()).hasSize(1);
        return history.runs().get(0);
    }

    private static List<Duration> starts(SimulatedHistory.Run run, String taskId) {
        return run.attemptsAt(taskId).stream()
                .map(attempt -> Duration.between(run.startDate(), attempt.startDate()))
                .toList();
    }

    private static Map<String, String> states(SimulatedHistory.Run run) {
        var states = new TreeMap<String, String>();
        run.tasks()
                .forEach(task -> states.put(task.key().display(), task.state().label()));
        return states;
    }

    @Test
    void a_year_of_a_daily_dag_has_365_runs_and_runs_no_body() {
        var history = year(threeInARow()).run();

        assertThat(history.runs()).hasSize(365);
        assertThat(history.counts()).containsOnly(entry(RunState.SUCCESS, 365));
        assertThat(history.runs().get(0).startDate()).isEqualTo(FIRST_RUN);
        assertThat(history.runs().get(364).logicalDate()).isEqualTo("2025-12-31T02:00:00Z");
        assertThat(history.attempts()).hasSize(3 * 365);
    }

    @Test
    void attempts_take_their_time_and_begin_when_what_they_wait_for_has_ended() {
        var run = oneRun(Simulation.of(threeInARow())
                .everyTaskTakes(ofMinutes(1))
                .takes("refine", ofHours(2))
                .takes("report", Duration.ZERO));

        assertThat(starts(run, "refine")).containsExactly(ofMinutes(1));
        assertThat(starts(run, "report")).containsExactly(ofMinutes(121));
        assertThat(run.duration()).contains(ofMinutes(121));
    }

    @ParameterizedTest(name = "{0} at {1}, over data intervals {2}")
    @CsvSource({
        "America/New_York, 30 2 * * *, false",
        "America/New_York, 30 2 * * *, true",
        "America/New_York, 30 1 * * *, true",
        "America/New_York, 30 * * * *, false",
        "America/New_York, 30 * * * *, true",
        "Australia/Lord_Howe, 15 2 * * *, false",
        "Australia/Lord_Howe, 45 1 * * *, true",
        "Australia/Lord_Howe, 15 * * * *, false",
        "Australia/Lord_Howe, 15 * * * *, true"
    })
    void a_year_across_both_changes_of_the_clock_has_every_run_of_the_schedule_at_its_instant(
            String zone, String cron, boolean overIntervals) {
        var trigger = Schedule.cron(cron, ZoneId.of(zone));
        var schedule = overIntervals ? trigger.overDataIntervals() : trigger;
        var dag = Dag.named("changing").schedule(schedule);
        dag.task("work", context -> neverRun());

        var history = year(dag.build()).everyTaskTakes(ofSeconds(1)).run();

        var due = schedule.runsBetween(NEW_YEAR.minus(ofDays(2)), END_OF_YEAR)
                .filter(run ->
                        !run.runAfter().isBefore(NEW_YEAR) && run.runAfter().isBefore(END_OF_YEAR))
                .toList();
        var punctual = history.runs().stream()
                .filter(run -> !run.startDate().equals(NEW_YEAR))
                .toList();
        assertThat(punctual)
                .extracting(SimulatedHistory.Run::startDate)
                .containsExactlyElementsOf(
                        due.stream().map(ScheduledRun::runAfter).toList());
        assertThat(punctual)
                .extracting(SimulatedHistory.Run::dataInterval)
                .containsExactlyElementsOf(
                        due.stream().map(ScheduledRun::dataInterval).toList());
        assertThat(history.counts()).containsOnlyKeys(RunState.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        // a time that the clock leaves out is moved on, and of a repeated one the second counts
        "America/New_York, 30 2 * * *, 2025-03-08, 2025-03-08T07:30 2025-03-09T07:30 2025-03-10T06:30",
        "America/New_York, 30 1 * * *, 2025-11-01, 2025-11-01T05:30 2025-11-02T06:30 2025-11-03T06:30",
        "Australia/Lord_Howe, 15 2 * * *, 2025-10-03, 2025-10-03T15:45 2025-10-04T15:45 2025-10-05T15:15",
        "Australia/Lord_Howe, 45 1 * * *, 2025-04-04, 2025-04-04T14:45 2025-04-05T15:15 2025-04-06T15:15"
    })
    void runs_keep_to_the_wall_clock_in_both_families(String zone, String cron, String from, String expected) {
        var start = Instant.parse(from + "T00:00:00Z");
        var trigger = Schedule.cron(cron, ZoneId.of(zone));
        for (var schedule : List.of(trigger, trigger.overDataIntervals())) {
            var dag = Dag.named("changing").schedule(schedule);
            dag.task("work", context -> neverRun());

            var history = Simulation.of(dag.build())
                    .from(start)
                    .to(start.plus(ofDays(3)))
                    .run();

            assertThat(history.runs().stream()
                            .map(SimulatedHistory.Run::startDate)
                            .filter(instant -> !instant.equals(start))
                            .map(instant -> instant.toString().replace(":00Z", "")))
                    .as(schedule.describe())
                    .containsExactly(expected.split(" "));
        }
    }

    @Test
    void every_hour_of_the_day_on_which_an_hour_comes_twice_has_its_run() {
        var dag = Dag.named("hourly").schedule(Schedule.cron("30 * * * *", ZoneId.of("America/New_York")));
        dag.task("work", context -> neverRun());
        var midnight = Instant.parse("2025-11-02T04:00:00Z");

        var history = Simulation.of(dag.build())
                .from(midnight)
                .to(midnight.plus(ofHours(25)))
                .run();

        assertThat(history.runs())
                .extracting(SimulatedHistory.Run::startDate)
                .hasSize(25)
                .startsWith(midnight.plus(ofMinutes(30)), midnight.plus(ofMinutes(90)), midnight.plus(ofMinutes(150)));
    }

    @Test
    void the_same_seed_gives_the_same_history_and_another_seed_another() {
        var history = year(threeInARow()).seed(42).failRate(0.1).run();

        assertThat(year(threeInARow()).seed(42).failRate(0.1).run()).isEqualTo(history);
        assertThat(year(threeInARow()).seed(43).failRate(0.1).run().runs()).isNotEqualTo(history.runs());
    }

    @Test
    void random_failures_come_about_as_often_as_they_should() {
        var attempts =
                year(threeInARow()).seed(42).failRate(0.1).run().attempts().toList();

        var failed = attempts.stream()
                .filter(attempt -> attempt.state() != TaskInstanceState.SUCCESS)
                .count();
        assertThat((double) failed / attempts.size()).isBetween(0.08, 0.12);
    }

    @Test
    void a_failed_attempt_is_tried_again_at_the_exact_instant_of_its_backoff() {
        var dag = nightly().retries(Retries.upTo(3).backingOffFrom(ofSeconds(10)));
        dag.task("work", context -> neverRun());

        var run = oneRun(Simulation.of(dag.build())
                .everyTaskTakes(ofSeconds(7))
                .outcome(
                        "work",
                        attempt -> attempt.tryNumber() < 4 ? SimulatedOutcome.fails() : SimulatedOutcome.succeeds()));

        var expected = new ArrayList<Instant>();
        var start = run.startDate();
        for (int number = 1; number <= 4; number++) {
            expected.add(start);
            var name = Backoff.name("nightly", "work", run.logicalDate(), number);
            start = start.plusSeconds(7).plus(Backoff.delay(ofSeconds(10), 2, number - 1, ofDays(1), name));
        }
        assertThat(run.attempts()).extracting(Attempt::startDate).containsExactlyElementsOf(expected);
        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(run.retries()).isEqualTo(3);
    }

    @Test
    void a_failure_for_good_is_not_tried_again_and_skips_nothing_silently() {
        var run = oneRun(Simulation.of(threeInARow()).outcome("refine", attempt -> SimulatedOutcome.failsForGood()));

        assertThat(states(run))
                .containsOnly(entry("land", "success"), entry("refine", "failed"), entry("report", "upstream_failed"));
        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.attempts()).hasSize(2);
    }

    @Test
    void max_active_tasks_is_kept_and_used() {
        var dag = nightly().maxActiveTasks(3);
        for (int i = 0; i < 10; i++) {
            dag.task("work" + i, context -> neverRun());
        }

        var run = oneRun(Simulation.of(dag.build()).everyTaskTakes(ofMinutes(1)));

        assertThat(run.mostAtOnce()).isEqualTo(3);
        assertThat(run.duration()).contains(ofMinutes(4));
    }

    @Test
    void a_crash_in_mid_run_loses_nothing_and_repeats_no_finished_task() {
        var crash = FIRST_RUN.plusSeconds(90);

        var run =
                oneRun(Simulation.of(threeInARow()).everyTaskTakes(ofMinutes(1)).crashAt(crash));

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(run.attempts())
                .extracting(attempt -> attempt.key().taskId(), Attempt::tryNumber, Attempt::state, Attempt::startDate)
                .containsExactly(
                        tuple("land", 1, TaskInstanceState.SUCCESS, FIRST_RUN),
                        tuple("refine", 1, TaskInstanceState.RESTARTING, FIRST_RUN.plusSeconds(60)),
                        tuple("refine", 2, TaskInstanceState.SUCCESS, crash),
                        tuple("report", 1, TaskInstanceState.SUCCESS, crash.plusSeconds(60)));
    }

    @Test
    void a_year_with_a_crash_every_day_ends_as_one_without() {
        var simulation = year(threeInARow()).seed(7).failRate(0.2).everyTaskTakes(ofMinutes(10));
        for (int day = 0; day < 365; day++) {
            simulation.crashAt(FIRST_RUN.plus(ofDays(day)).plusSeconds(37L * day), ofMinutes(day % 3));
        }

        var history = simulation.run();

        assertThat(history.runs()).hasSize(365);
        assertThat(history.runs()).allSatisfy(run -> {
            assertThat(run.state().isFinished()).isTrue();
            assertThat(run.attempts())
                    .filteredOn(attempt -> attempt.state() == TaskInstanceState.SUCCESS)
                    .extracting(attempt -> attempt.key().taskId())
                    .doesNotHaveDuplicates();
            assertThat(run.tasks())
                    .extracting(TaskInstance::state)
                    .allSatisfy(state -> assertThat(state.isFinished()).isTrue());
        });
        assertThat(history.attempts())
                .extracting(Attempt::state)
                .contains(TaskInstanceState.RESTARTING)
                .doesNotContain(TaskInstanceState.RUNNING);
    }

    @Test
    void what_falls_due_while_the_process_is_down_is_made_up_for_when_it_is_back() {
        var history = Simulation.of(threeInARow())
                .from(NEW_YEAR)
                .to(NEW_YEAR.plus(ofDays(2)))
                .crashAt(FIRST_RUN.minusSeconds(60), ofHours(1))
                .run();

        assertThat(history.runs())
                .extracting(SimulatedHistory.Run::startDate)
                .containsExactly(FIRST_RUN.plus(ofMinutes(59)), FIRST_RUN.plus(ofDays(1)));
    }

    @Test
    void a_run_that_is_under_way_at_the_end_is_followed_to_its_own_even_through_a_crash() {
        var end = FIRST_RUN.plusSeconds(90);

        var history = Simulation.of(threeInARow())
                .from(NEW_YEAR)
                .to(end)
                .everyTaskTakes(ofDays(2))
                .crashAt(end.minusSeconds(1), ofHours(1))
                .run();

        assertThat(history.runs()).singleElement().satisfies(run -> {
            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(run.endDate())
                    .isEqualTo(end.minusSeconds(1).plus(ofHours(1)).plus(ofDays(6)));
        });
    }

    @ParameterizedTest(name = "{1} when catchup is {0}")
    @CsvSource({"false, 1", "true, 7"})
    void after_a_week_of_sleep_there_are_as_many_runs_as_catchup_says(boolean catchup, int runs) {
        var asleep = Instant.parse("2025-01-08T12:00:00Z");
        var awake = asleep.plus(ofDays(7));
        var dag = nightly().catchup(catchup);
        dag.task("work", context -> neverRun());

        var history = Simulation.of(dag.build())
                .from(NEW_YEAR)
                .to(Instant.parse("2025-01-31T00:00:00Z"))
                .sleepFrom(asleep, ofDays(7))
                .run();

        assertThat(history.runs())
                .filteredOn(run ->
                        run.logicalDate().isAfter(asleep) && run.logicalDate().isBefore(awake))
                .hasSize(runs)
                .allSatisfy(run -> assertThat(run.startDate()).isBetween(awake, awake.plus(ofHours(1))))
                .last()
                .satisfies(run -> assertThat(run.logicalDate()).isEqualTo("2025-01-15T02:00:00Z"));
        assertThat(history.runs()).hasSize(8 + runs + 15);
    }

    @Test
    void sleep_in_mid_run_makes_it_late_and_no_more() {
        var run = oneRun(Simulation.of(threeInARow())
                .everyTaskTakes(ofMinutes(1))
                .sleepFrom(FIRST_RUN.plusSeconds(30), ofHours(3)));

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(run.attempts()).hasSize(3);
        assertThat(run.duration()).contains(ofHours(3).plusSeconds(30 + 120));
    }

    @Test
    void mapped_tasks_have_as_many_instances_as_the_list_has_items() {
        var dag = nightly();
        var list = dag.task("list", context -> List.of("never made"));
        var each = dag.expand("each", list, (context, item) -> neverRun());
        dag.expand("written", List.of("a", "b"), (context, item) -> neverRun());
        dag.task("sum", each, (context, all) -> neverRun());
        var built = dag.build();

        assertThat(states(oneRun(Simulation.of(built).items("list", 3))).keySet())
                .containsExactlyInAnyOrder("list", "each[0]", "each[1]", "each[2]", "written[0]", "written[1]", "sum");
        assertThat(states(oneRun(Simulation.of(built).items("list", 0))))
                .contains(entry("each", "skipped"), entry("sum", "skipped"));
    }

    @Test
    void mapped_groups_have_as_many_instances_as_the_list_has_items_whatever_is_made_of_these() {
        var dag = nightly();
        var list = dag.task("list", context -> List.of("never made"));
        var region = dag.expandGroup("region", Items.<String>from(list).map(String::strip), (group, item) -> {
            var extract = dag.task("extract", item, (context, name) -> neverRun());
            return dag.task("load", extract, (context, input) -> neverRun());
        });
        dag.task("sum", region.results(), (context, all) -> neverRun());

        assertThat(states(oneRun(Simulation.of(dag.build()).items("list", 2))))
                .containsOnly(
                        entry("list", "success"),
                        entry("region.extract[0]", "success"),
                        entry("region.extract[1]", "success"),
                        entry("region.load[0]", "success"),
                        entry("region.load[1]", "success"),
                        entry("sum", "success"));
    }

    @Test
    void gates_go_on_unless_told_otherwise() {
        var dag = nightly();
        var which = dag.branch("which", context -> Branch.nowhere());
        dag.task("left", context -> neverRun()).after(which);
        dag.task("right", context -> neverRun()).after(which);
        var whether = dag.shortCircuit("whether", context -> false);
        dag.task("below", context -> neverRun()).after(whether);
        var built = dag.build();

        assertThat(states(oneRun(Simulation.of(built))).values()).containsOnly("success");
        assertThat(states(oneRun(Simulation.of(built)
                        .outcome("which", attempt -> SimulatedOutcome.succeedsWith(Branch.to("left")))
                        .outcome("whether", attempt -> SimulatedOutcome.succeedsWith(false)))))
                .contains(entry("left", "success"), entry("right", "skipped"), entry("below", "skipped"));
    }

    @Test
    void trigger_rules_setups_and_teardowns_are_the_dags_own() {
        var dag = nightly();
        var cluster = dag.task("make", context -> neverRun()).asSetup();
        var work = dag.task("work", context -> neverRun()).after(cluster);
        dag.task("drop", context -> neverRun()).asTeardownOf(cluster).after(work);
        dag.task("tell", context -> neverRun()).after(work).triggerRule(TriggerRule.ONE_FAILED);

        var run = oneRun(Simulation.of(dag.build()).outcome("work", attempt -> SimulatedOutcome.fails()));

        assertThat(states(run))
                .containsOnly(
                        entry("make", "success"),
                        entry("work", "failed"),
                        entry("drop", "success"),
                        entry("tell", "success"));
    }

    @Test
    void a_sensor_sees_at_its_next_poke_what_has_come_to_pass_and_times_out_on_what_has_not() {
        var dag = nightly();
        dag.sensor("wait", Poking.every(ofMinutes(10)).atMost(ofHours(1)).rescheduling(), context -> {
            throw new AssertionError("a sensor poked in a simulation");
        });
        var built = dag.build();

        var seen = oneRun(Simulation.of(built).takes("wait", ofMinutes(25)));
        assertThat(seen.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen.duration()).contains(ofMinutes(30));

        var missed = oneRun(Simulation.of(built).takes("wait", ofHours(2)));
        assertThat(missed.state()).isEqualTo(RunState.FAILED);
        assertThat(missed.duration()).contains(ofHours(1));
    }

    @Test
    void an_attempt_that_takes_longer_than_its_execution_timeout_fails_when_that_has_passed() {
        var dag = nightly();
        dag.task("work", context -> neverRun())
                .executionTimeout(ofMinutes(10))
                .retries(Retries.upTo(1).every(ofMinutes(1)));

        var run = oneRun(Simulation.of(dag.build())
                .takes("work", attempt -> attempt.tryNumber() == 1 ? ofHours(1) : ofMinutes(9)));

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(run.attempts())
                .extracting(Attempt::state, Attempt::endDate, Attempt::error)
                .containsExactly(
                        tuple(
                                TaskInstanceState.UP_FOR_RETRY,
                                FIRST_RUN.plus(ofMinutes(10)),
                                "Exceeded its execution timeout of 10m"),
                        tuple(TaskInstanceState.SUCCESS, FIRST_RUN.plus(ofMinutes(20)), null));
    }

    @Test
    void a_run_that_takes_longer_than_the_dag_allows_fails() {
        var dag = nightly().dagrunTimeout(ofHours(1));
        dag.task("work", context -> neverRun());

        var run = oneRun(Simulation.of(dag.build()).everyTaskTakes(ofHours(2)));

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(run.duration()).contains(ofHours(1));
    }

    @Test
    void a_dag_that_catches_up_makes_up_for_the_time_since_its_start_date() {
        var dag = nightly().catchup(true).startDate(NEW_YEAR.minus(ofDays(10)));
        dag.task("work", context -> neverRun());

        var history = Simulation.of(dag.build())
                .from(NEW_YEAR)
                .to(NEW_YEAR.plus(ofDays(1)))
                .run();

        assertThat(history.runs()).hasSize(11);
    }

    @Test
    void a_simulation_on_a_store_leaves_its_runs_there() {
        var store = new InMemoryStateStore();

        var run = oneRun(Simulation.of(threeInARow()).store(store));

        assertThat(store.findRun("nightly", run.runId()))
                .hasValueSatisfying(stored -> assertThat(stored.state()).isEqualTo(RunState.SUCCESS));
    }

    @Test
    void a_year_of_twenty_tasks_on_every_quarter_of_an_hour_keeps_every_attempt() {
        var dag = Dag.named("busy").schedule(Schedule.cron("*/15 * * * *", UTC));
        for (int i = 0; i < 20; i++) {
            dag.task("work" + i, context -> neverRun());
        }

        var history = Simulation.of(dag.build())
                .from(NEW_YEAR)
                .to(NEW_YEAR.plus(ofDays(30)))
                .run();

        assertThat(history.runs()).hasSize(30 * 96);
        assertThat(history.attempts()).hasSize(30 * 96 * 20);
    }

    @Test
    void the_text_tells_what_happened() {
        var history = Simulation.of(threeInARow())
                .from(NEW_YEAR)
                .to(NEW_YEAR.plus(ofDays(2)))
                .outcome(
                        "refine",
                        attempt -> attempt.tryNumber() == 1 ? SimulatedOutcome.fails() : SimulatedOutcome.succeeds())
                .run();

        assertThat(history.text()).isEqualTo("""
                nightly from 2025-01-01T00:00:00Z to 2025-01-03T00:00:00Z: 2 runs, 2 success, 2 retries
                2025-01-01T02:00:00Z success in 7m, 4 attempts
                2025-01-02T02:00:00Z success in 7m, 4 attempts""");
        assertThat(history.runs().get(0).text()).isEqualTo("""
                2025-01-01T02:00:00Z success in 7m, 4 attempts
                  +0s land#1 success in 30s
                  +30s refine#1 up_for_retry in 30s
                  +6m refine#2 success in 30s
                  +6m30s report#1 success in 30s""");
    }

    @Test
    void a_mistake_in_what_a_simulation_is_told_is_no_failed_attempt_but_fails_it() {
        var simulation = year(threeInARow());

        assertThatThrownBy(() -> simulation.outcome("lnad", attempt -> SimulatedOutcome.succeeds()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lnad");
        assertThatThrownBy(() -> simulation.failRate(5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Simulation.of(threeInARow()).from(NEW_YEAR).run())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("span");
        simulation.outcome("land", attempt -> {
            throw new IllegalStateException("a mistake of the test's own");
        });
        assertThatThrownBy(simulation::run).hasMessage("a mistake of the test's own");
    }

    @Test
    void a_rehearsed_dag_has_the_structure_of_the_real_one() {
        var dag = threeInARow();

        var rehearsed = dag.rehearsedBy(
                new SimulatedWork(dag, attempt -> Duration.ZERO, attempt -> SimulatedOutcome.succeeds(), taskId -> 1));

        assertThat(rehearsed.structure()).isEqualTo(dag.structure());
        assertThat(rehearsed.tasks()).extracting(TaskSpec::id).containsExactly("land", "refine", "report");
    }
}
