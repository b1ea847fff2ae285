package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.spi.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulerTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final TestEngine engine = TestEngine.at("2024-05-01T01:00:00Z");
    private final Scheduler scheduler = new Scheduler(engine.engine);
    private final List<String> ran = new ArrayList<>();

    private DagBuilder nightly() {
        var dag = Dag.named("nightly").schedule(Schedule.daily("02:00", UTC));
        dag.task("work", context -> ran.add(context.runId()));
        return dag;
    }

    private List<Instant> logicalDates(String dagId) {
        return engine.store.runs(dagId, 1000).stream()
                .map(DagRun::logicalDate)
                .sorted()
                .toList();
    }

    @Test
    void a_run_starts_when_it_is_due_and_not_before() {
        scheduler.schedule(List.of(nightly().build()));
        engine.advance(Duration.ofMinutes(59));
        assertThat(ran).isEmpty();

        engine.advance(Duration.ofMinutes(1));

        assertThat(ran).containsExactly("scheduled__2024-05-01T02:00:00+00:00");
    }

    @Test
    void every_night_has_one_run() {
        scheduler.schedule(List.of(nightly().build()));

        engine.advance(Duration.ofDays(3));

        assertThat(logicalDates("nightly"))
                .containsExactly(
                        Instant.parse("2024-05-01T02:00:00Z"),
                        Instant.parse("2024-05-02T02:00:00Z"),
                        Instant.parse("2024-05-03T02:00:00Z"));
    }

    @ParameterizedTest(name = "when catchup is {0}")
    @CsvSource({"false, 2024-05-04", "true, 2024-05-01 2024-05-02 2024-05-03 2024-05-04"})
    void what_a_machine_slept_through_is_made_up_for_as_catchup_says(boolean catchup, String dates) {
        scheduler.schedule(List.of(nightly().catchup(catchup).build()));

        engine.clock.sleep(Duration.ofDays(3).plusHours(4));
        engine.advance(Duration.ZERO);

        assertThat(logicalDates("nightly").stream().map(date -> date.toString().substring(0, 10)))
                .containsExactly(dates.split(" "));
    }

    @Test
    void a_run_that_takes_longer_than_a_day_holds_the_next_one_up() {
        var dag = Dag.named("slow")
                .schedule(Schedule.daily("02:00", UTC))
                .catchup(true)
                .maxActiveRuns(1);
        dag.sensor("wait", Poking.every(Duration.ofHours(30)).atMost(Duration.ofHours(30)), context -> {
            ran.add(context.runId());
            return Optional.empty();
        });
        scheduler.schedule(List.of(dag.build()));

        engine.advance(Duration.ofHours(26));
        assertThat(logicalDates("slow")).hasSize(1);
        engine.advance(Duration.ofHours(6));

        assertThat(logicalDates("slow"))
                .containsExactly(Instant.parse("2024-05-01T02:00:00Z"), Instant.parse("2024-05-02T02:00:00Z"));
    }

    @Test
    void a_run_that_a_dead_process_left_is_gone_on_with_before_anything_new() {
        var failing = new boolean[] {true};
        var dag = Dag.named("nightly").schedule(Schedule.daily("02:00", UTC));
        dag.task("once", context -> ran.add("once"));
        dag.sensor(
                "wait",
                Poking.every(Duration.ofHours(1)),
                context -> failing[0] ? Optional.empty() : Optional.of("there"));
        var built = dag.build();
        scheduler.schedule(List.of(built));
        engine.advance(Duration.ofHours(1));
        failing[0] = false;

        var other = engine.afterCrash();
        new Scheduler(other.engine).schedule(List.of(built));

        assertThat(other.store.runs("nightly", 10))
                .singleElement()
                .satisfies(run -> assertThat(run.state()).isEqualTo(RunState.SUCCESS));
        assertThat(ran).containsExactly("once");
    }

    @Test
    void what_had_failed_before_its_process_died_stays_failed() {
        var dag = Dag.named("nightly").schedule(Schedule.daily("02:00", UTC));
        var broken = dag.task("broken", context -> {
            ran.add("broken " + context.tryNumber());
            throw TaskFailure.permanent("broken");
        });
        dag.task("never", broken, (context, nothing) -> "never");
        dag.sensor("wait", Poking.every(Duration.ofHours(1)).atMost(Duration.ofHours(5)), context -> Optional.empty());
        var built = dag.build();
        scheduler.schedule(List.of(built));
        engine.advance(Duration.ofHours(2));

        var other = engine.afterCrash();
        new Scheduler(other.engine).schedule(List.of(built));
        other.advance(Duration.ofHours(6));

        assertThat(ran).containsExactly("broken 1");
        assertThat(other.states("nightly", "scheduled__2024-05-01T02:00:00+00:00"))
                .containsOnly(entry("broken", "failed"), entry("never", "upstream_failed"), entry("wait", "failed"));
    }

    @Test
    void a_run_that_a_full_disk_stopped_is_gone_on_with_once_there_is_room() {
        var store = new StoreThatDies(engine.store);
        try (var full = Engine.builder()
                .clock(engine.clock)
                .store(store.asStore())
                .workers(new SameThread())
                .build()) {
            new Scheduler(full).schedule(List.of(nightly().build()));
            engine.advance(Duration.ofHours(1));
            assertThat(engine.store.runs("nightly", 10))
                    .singleElement()
                    .satisfies(run -> assertThat(run.state()).isEqualTo(RunState.RUNNING));

            store.recover();
            engine.advance(Duration.ofMinutes(1));

            assertThat(engine.store.runs("nightly", 10))
                    .singleElement()
                    .satisfies(run -> assertThat(run.state()).isEqualTo(RunState.SUCCESS));
        }
    }

    @Test
    void a_timetable_that_fails_does_not_hold_up_the_other_dags() {
        var broken = Dag.named("broken").schedule(Schedule.custom(new Timetable() {
            @Override
            public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
                throw new IllegalStateException("no calendar");
            }

            @Override
            public String describe() {
                return "trading days";
            }
        }));

        scheduler.schedule(List.of(broken.build(), nightly().build()));
        engine.advance(Duration.ofHours(1));

        assertThat(ran).hasSize(1);
    }

    @Test
    void a_dag_that_is_gone_has_no_more_runs() {
        scheduler.schedule(List.of(nightly().build()));
        scheduler.schedule(List.of());

        engine.advance(Duration.ofDays(2));

        assertThat(ran).isEmpty();
        assertThat(scheduler.plans()).isEmpty();
    }

    @Test
    void a_new_version_with_another_schedule_is_followed_at_once() {
        scheduler.schedule(List.of(nightly().build()));
        var hourly = Dag.named("nightly").schedule(Schedule.cron("30 * * * *", UTC));
        hourly.task("work", context -> ran.add(context.runId()));

        scheduler.schedule(List.of(hourly.build()));

        assertThat(scheduler.plans().get(0).nextRun()).contains(Instant.parse("2024-05-01T01:30:00Z"));
    }

    @Test
    void a_dag_without_a_schedule_only_runs_by_hand() {
        var dag = Dag.named("by_hand");
        dag.task("work", context -> "done");
        scheduler.schedule(List.of(dag.build()));

        assertThat(scheduler.plans().get(0).nextRun()).isEmpty();
    }

    @Test
    void a_thousand_dags_that_are_due_at_once_all_run() {
        var dags = new ArrayList<Dag>();
        for (int i = 0; i < 1_000; i++) {
            var dag = Dag.named("dag" + i).schedule(Schedule.daily("02:00", UTC));
            dag.task("work", context -> ran.add(context.dagId()));
            dags.add(dag.build());
        }
        scheduler.schedule(dags);

        engine.advance(Duration.ofHours(1));

        assertThat(ran).hasSize(1_000).doesNotHaveDuplicates();
    }

    private static DagBuilder waiting(String id) {
        var dag = Dag.named(id).schedule(Schedule.daily("02:00", UTC));
        dag.sensor("wait", Poking.every(Duration.ofHours(1)).atMost(Duration.ofDays(7)), context -> Optional.empty());
        return dag;
    }

    private long running(String dagId) {
        return engine.store.unfinishedRuns(dagId).stream()
                .filter(run -> run.state() == RunState.RUNNING)
                .count();
    }

    @Test
    void as_many_runs_of_a_dag_are_under_way_at_once_as_it_allows() {
        scheduler.schedule(
                List.of(waiting("slow").catchup(true).maxActiveRuns(3).build()));

        engine.advance(Duration.ofDays(2));
        assertThat(running("slow")).isEqualTo(2);
        engine.advance(Duration.ofDays(3));

        assertThat(running("slow")).isEqualTo(3);
        assertThat(logicalDates("slow")).hasSize(3);
        engine.advance(Duration.ofDays(3));
        assertThat(logicalDates("slow"))
                .as("the first has waited for seven days")
                .hasSizeGreaterThan(3);
        assertThat(running("slow")).isEqualTo(3);
    }

    @Test
    void a_queued_run_is_started_by_the_scheduler() {
        var dag = nightly().build();
        scheduler.schedule(List.of(dag));

        var queued = engine.engine.queue(dag, RunRequest.manual().runId("by_hand"));

        assertThat(queued.state()).isEqualTo(RunState.QUEUED);
        assertThat(ran).containsExactly("by_hand");
        assertThat(engine.store.findRun("nightly", "by_hand").orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void queued_runs_wait_for_room_and_start_in_the_order_in_which_they_are_due() {
        var dag = Dag.named("nightly").maxActiveRuns(1);
        dag.task("work", context -> ran.add(context.runId()));
        var built = dag.build();
        for (var day : List.of("03", "01", "02")) {
            engine.engine.queue(
                    built, RunRequest.manual().runId(day).logicalDate(Instant.parse("2024-04-" + day + "T00:00:00Z")));
        }

        scheduler.schedule(List.of(built));

        assertThat(ran).containsExactly("01", "02", "03");
    }

    @Test
    void a_paused_dag_has_no_new_runs_until_it_is_unpaused() {
        var dag = nightly().build();
        scheduler.schedule(List.of(dag));
        engine.engine.pause("nightly");
        engine.advance(Duration.ofDays(3));
        assertThat(ran).isEmpty();

        engine.engine.unpause("nightly");

        assertThat(ran).containsExactly("scheduled__2024-05-03T02:00:00+00:00");
    }

    @Test
    void pausing_lets_running_tasks_end_and_no_others_begin() {
        var dag = Dag.named("sales");
        var first = dag.task("first", context -> {
            engine.engine.pause("sales");
            return ran.add("first");
        });
        dag.task("second", first, (context, ok) -> ran.add("second"));
        var run = engine.start(dag.build());
        assertThat(ran).containsExactly("first");
        assertThat(engine.states("sales", run.runId())).containsEntry("second", "scheduled");

        engine.engine.unpause("sales");

        assertThat(ran).containsExactly("first", "second");
    }

    @Test
    void a_dag_that_always_fails_is_paused() {
        var dag = Dag.named("broken").schedule(Schedule.daily("02:00", UTC)).maxConsecutiveFailedRuns(3);
        dag.task("work", context -> {
            throw TaskFailure.permanent("as always");
        });
        scheduler.schedule(List.of(dag.build()));

        engine.advance(Duration.ofDays(10));

        assertThat(logicalDates("broken")).hasSize(3);
        assertThat(engine.engine.isPaused("broken")).isTrue();
    }

    @Test
    void a_run_knows_the_interval_that_its_schedule_gave_it() {
        var intervals = new ArrayList<DataInterval>();
        var dag = Dag.named("daily").schedule(Schedule.cron("0 2 * * *", UTC).overDataIntervals());
        dag.task("work", context -> intervals.add(context.dataInterval().orElseThrow()));
        scheduler.schedule(List.of(dag.build()));

        engine.advance(Duration.ofDays(1).plusHours(1));

        assertThat(intervals)
                .contains(
                        new DataInterval(Instant.parse("2024-04-30T02:00:00Z"), Instant.parse("2024-05-01T02:00:00Z")));
    }
}
