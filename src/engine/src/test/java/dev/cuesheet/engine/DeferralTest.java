package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeferralTest {
    private static final Instant START = Instant.parse("2024-05-01T02:00:00Z");

    private final TestEngine engine = TestEngine.at(START.toString());
    private final DagBuilder dag = Dag.named("sales");
    private final List<String> diary = new ArrayList<>();

    /** Jobs elsewhere, which outlive the engine. */
    private final Set<String> finished = new HashSet<>();

    private final Map<String, CompletableFuture<String>> futures = new HashMap<>();

    record Job(String id) {}

    private void note(TaskContext context, String what) {
        diary.add(what + " " + context.tryNumber() + " at "
                + Duration.between(START, context.clock().instant()).toMinutes());
    }

    /** Starts a job and waits for it, looking every minute. */
    private class JobOperator implements DeferrableOperator<Job, String, String> {
        private final String id;
        private final @Nullable Duration atMost;

        JobOperator(String id, @Nullable Duration atMost) {
            this.id = id;
            this.atMost = atMost;
        }

        @Override
        public Step<Job, String> start(TaskContext context) {
            note(context, "start " + id);
            return atMost == null ? Step.waiting(new Job(id)) : Step.waiting(new Job(id), atMost);
        }

        @Override
        public Trigger<String> trigger(TaskContext context, Job job) {
            return Trigger.poll(
                    Duration.ofMinutes(1), () -> finished.contains(job.id) ? Optional.of("rows") : Optional.empty());
        }

        @Override
        public Step<Job, String> resume(TaskContext context, Job job, @Nullable String event) throws Exception {
            note(context, "resume " + job.id);
            return Step.done(job.id + " " + event);
        }

        @Override
        public void onKill(TaskContext context, Job job) {
            note(context, "kill " + job.id);
        }
    }

    /** Waits for whatever the trigger says, and hands its event on. */
    private static <E> DeferrableOperator<String, E, E> waitingFor(Trigger<E> trigger) {
        return new DeferrableOperator<>() {
            @Override
            public Step<String, E> start(TaskContext context) {
                return Step.waiting("");
            }

            @Override
            public Trigger<E> trigger(TaskContext context, String state) {
                return trigger;
            }

            @Override
            public Step<String, E> resume(TaskContext context, String state, @Nullable E event) {
                return Step.done(event);
            }
        };
    }

    private String stateOf(ActiveRun run, String task) {
        return engine.states(run.dagId(), run.runId()).get(task);
    }

    private TaskInstance instance(ActiveRun run, String task) {
        return engine.store.taskInstances(run.dagId(), run.runId(), task).get(0);
    }

    private Object result(ActiveRun run, String task) {
        return engine.store
                .result(new TaskInstanceKey(run.dagId(), run.runId(), task, -1))
                .orElseThrow()
                .json();
    }

    @Test
    void a_deferred_task_gives_its_slot_up_and_goes_on_in_a_new_one_with_the_same_try() throws Exception {
        dag.maxActiveTasks(1);
        var job = dag.task("job", new JobOperator("j1", null));
        dag.task("report", job, (context, rows) -> diary.add("report " + rows));
        dag.task("other", context -> diary.add("other"));
        var run = engine.start(dag.build());
        assertThat(engine.states("sales", run.runId()))
                .containsOnly(entry("job", "deferred"), entry("other", "success"), entry("report", "none"));

        engine.advance(Duration.ofMinutes(4));
        finished.add("j1");
        engine.advance(Duration.ofMinutes(1));

        assertThat(run.await(Duration.ZERO).orElseThrow().state()).isEqualTo(RunState.SUCCESS);
        assertThat(diary).containsExactly("start j1 1 at 0", "other", "resume j1 1 at 5", "report j1 rows");
        assertThat(instance(run, "job").startDate()).isEqualTo(START);
        assertThat(engine.store.attempts("sales", run.runId()))
                .filteredOn(attempt -> attempt.key().taskId().equals("job"))
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.state()).isEqualTo(TaskInstanceState.SUCCESS);
                    assertThat(attempt.tryNumber()).isEqualTo(1);
                    assertThat(attempt.startDate()).isEqualTo(START);
                });
        assertThat(engine.changes)
                .filteredOn(change -> change.taskId().equals("job"))
                .extracting(change -> change.state().label())
                .containsExactly("none", "queued", "running", "deferred", "queued", "running", "success");
    }

    @Test
    void a_run_whose_tasks_are_all_deferred_is_no_deadlock() throws Exception {
        dag.task("job", new JobOperator("j1", null));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofDays(30));

        assertThat(run.await(Duration.ZERO)).isEmpty();
        assertThat(stateOf(run, "job")).isEqualTo("deferred");
    }

    @Test
    void triggers_fire_at_an_instant_after_a_while_and_when_a_future_completes() {
        var future = new CompletableFuture<Integer>();
        dag.task("at", waitingFor(Trigger.at(START.plusSeconds(60))));
        dag.task("after", waitingFor(Trigger.after(Duration.ofMinutes(2))));
        dag.task("future", waitingFor(Trigger.future(() -> future)));
        var run = engine.start(dag.build());
        assertThat(engine.states("sales", run.runId()).values()).containsOnly("deferred");

        engine.advance(Duration.ofMinutes(1));
        assertThat(stateOf(run, "at")).isEqualTo("success");
        assertThat(stateOf(run, "after")).isEqualTo("deferred");
        engine.advance(Duration.ofMinutes(1));
        assertThat(result(run, "after")).isEqualTo("\"2024-05-01T02:02:00Z\"");
        future.complete(42);
        assertThat(result(run, "future")).isEqualTo("42");
    }

    @Test
    void a_task_may_wait_again_after_it_has_waited() {
        dag.task("twice", new DeferrableOperator<Integer, Instant, String>() {
            @Override
            public Step<Integer, String> start(TaskContext context) {
                return Step.waiting(1);
            }

            @Override
            public Trigger<Instant> trigger(TaskContext context, Integer round) {
                return Trigger.after(Duration.ofMinutes(10));
            }

            @Override
            public Step<Integer, String> resume(TaskContext context, Integer round, @Nullable Instant event) {
                note(context, "round " + round);
                return round < 3 ? Step.waiting(round + 1) : Step.done("done");
            }
        });
        var run = engine.start(dag.build());

        engine.advance(Duration.ofHours(1));

        assertThat(diary).containsExactly("round 1 1 at 10", "round 2 1 at 20", "round 3 1 at 30");
        assertThat(stateOf(run, "twice")).isEqualTo("success");
    }

    @Test
    void a_wait_that_was_stored_is_taken_up_after_a_crash_without_starting_the_work_again() {
        dag.task("job", new JobOperator("j1", null)).retries(Retries.upTo(2));
        dag.task("after", waitingFor(Trigger.after(Duration.ofMinutes(30))));
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(10));

        var other = engine.afterCrash();
        finished.add("j1");
        engine.clock.forgetAlarms();
        other.engine.startAdopting(built, run.runId());

        assertThat(diary).containsExactly("start j1 1 at 0", "resume j1 1 at 10");
        assertThat(instance(run, "job").tryNumber()).isEqualTo(1);
        engine.advance(Duration.ofMinutes(20).minusSeconds(1));
        assertThat(stateOf(run, "after")).isEqualTo("deferred");
        engine.advance(Duration.ofSeconds(1));
        assertThat(stateOf(run, "after")).isEqualTo("success");
    }

    @Test
    void what_has_fired_but_not_gone_on_before_a_crash_goes_on_with_its_event() {
        dag.maxActiveTasks(1);
        dag.task("job", new JobOperator("j1", null));
        var built = dag.build();
        var run = engine.start(built);
        engine.engine.pause("sales");
        finished.add("j1");
        engine.advance(Duration.ofMinutes(1));
        assertThat(stateOf(run, "job")).isEqualTo("scheduled");
        finished.clear();

        engine.clock.forgetAlarms();
        engine.engine.unpause("elsewhere");
        var other = engine.afterCrash();
        engine.store.setPaused("sales", false);
        other.engine.startAdopting(built, run.runId());

        assertThat(diary).containsExactly("start j1 1 at 0", "resume j1 1 at 1");
        assertThat(result(run, "job")).isEqualTo("\"j1 rows\"");
    }

    @Test
    void a_retry_after_a_failed_resume_starts_over_also_after_a_crash() {
        var first = new boolean[] {true};
        dag.task("job", new JobOperator("j1", null) {
                    @Override
                    public Step<Job, String> resume(TaskContext context, Job job, @Nullable String event)
                            throws Exception {
                        if (first[0]) {
                            first[0] = false;
                            throw new IllegalStateException("bad rows");
                        }
                        return super.resume(context, job, event);
                    }
                })
                .retries(Retries.upTo(1).every(Duration.ofMinutes(5)));
        var built = dag.build();
        finished.add("j1");
        var run = engine.start(built);
        assertThat(stateOf(run, "job")).isEqualTo("up_for_retry");

        engine.clock.forgetAlarms();
        var other = engine.afterCrash();
        other.engine.startAdopting(built, run.runId());
        engine.advance(Duration.ofMinutes(5));

        assertThat(diary).containsExactly("start j1 1 at 0", "start j1 2 at 5", "resume j1 2 at 5");
        assertThat(stateOf(run, "job")).isEqualTo("success");
    }

    @Test
    void a_wait_ends_when_its_time_is_over_with_the_work_elsewhere_and_may_be_tried_again() {
        dag.task("job", new JobOperator("j1", Duration.ofMinutes(30)))
                .retries(Retries.upTo(1).every(Duration.ofMinutes(5)));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(30).minusSeconds(1));
        assertThat(stateOf(run, "job")).isEqualTo("deferred");
        engine.advance(Duration.ofSeconds(1));

        assertThat(stateOf(run, "job")).isEqualTo("up_for_retry");
        assertThat(engine.store.attempts("sales", run.runId()).get(0).error())
                .isEqualTo("Waited 30m for its trigger, as long as it may");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 30");
        engine.advance(Duration.ofMinutes(5));
        assertThat(diary).last().isEqualTo("start j1 2 at 35");
    }

    @Test
    void the_execution_timeout_counts_from_the_start_of_the_try_and_limits_the_wait() {
        dag.task("job", new JobOperator("j1", Duration.ofHours(2))).executionTimeout(Duration.ofMinutes(20));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(20));

        assertThat(stateOf(run, "job")).isEqualTo("failed");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 20");
    }

    @Test
    void the_timeout_of_a_wait_is_kept_through_a_crash() {
        dag.task("job", new JobOperator("j1", Duration.ofMinutes(30)));
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(10));
        engine.clock.forgetAlarms();

        engine.afterCrash().engine.startAdopting(built, run.runId());
        engine.advance(Duration.ofMinutes(20));

        assertThat(stateOf(run, "job")).isEqualTo("failed");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 30");
    }

    @Test
    void a_trigger_that_fails_fails_the_attempt_as_the_task_would() {
        dag.task("again", waitingFor(Trigger.poll(Duration.ofMinutes(1), () -> {
                    throw new IllegalStateException("no answer");
                })))
                .retries(Retries.upTo(1));
        dag.task("never", waitingFor(Trigger.poll(Duration.ofMinutes(1), () -> {
                    throw TaskFailure.permanent("no such job");
                })))
                .retries(Retries.upTo(1));
        dag.task("skip", waitingFor(Trigger.poll(Duration.ofMinutes(1), () -> {
            throw new TaskSkipped("nothing to do");
        })));
        dag.task("broken", waitingFor(host -> {
            throw new IllegalStateException("cannot begin");
        }));
        dag.task("odd", waitingFor(Trigger.poll(Duration.ofMinutes(1), () -> Optional.of(new Object()))));

        var run = engine.start(dag.build());

        assertThat(engine.states("sales", run.runId()))
                .containsOnly(
                        entry("again", "up_for_retry"),
                        entry("never", "failed"),
                        entry("skip", "skipped"),
                        entry("broken", "failed"),
                        entry("odd", "failed"));
    }

    @Test
    void a_cancelled_run_ends_the_work_that_it_waits_for() throws Exception {
        dag.task("job", new JobOperator("j1", null));
        var run = engine.start(dag.build());

        run.cancel();

        assertThat(run.await(Duration.ZERO).orElseThrow().state()).isEqualTo(RunState.FAILED);
        assertThat(stateOf(run, "job")).isEqualTo("failed");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 0");
        finished.add("j1");
        engine.advance(Duration.ofMinutes(5));
        assertThat(diary).hasSize(2);
    }

    @Test
    void a_run_that_exceeds_its_time_skips_what_is_deferred_and_ends_its_work() {
        dag.dagrunTimeout(Duration.ofHours(1));
        dag.task("job", new JobOperator("j1", null));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofHours(1));

        assertThat(stateOf(run, "job")).isEqualTo("skipped");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 60");
    }

    @Test
    void failing_fast_skips_what_is_deferred_and_ends_its_work() {
        dag.failFast(true);
        dag.task("job", new JobOperator("j1", null));
        dag.task("bad", waitingFor(Trigger.poll(Duration.ofMinutes(1), () -> {
            if (engine.clock.instant().isAfter(START)) {
                throw TaskFailure.permanent("no");
            }
            return Optional.empty();
        })));
        var run = engine.start(dag.build());

        engine.advance(Duration.ofMinutes(1));

        assertThat(engine.states("sales", run.runId())).containsOnly(entry("job", "skipped"), entry("bad", "failed"));
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 1");
    }

    @Test
    void clearing_a_deferred_task_ends_its_work_and_starts_over() {
        dag.task("job", new JobOperator("j1", null));
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(3));

        engine.engine.operations().clear(built, run.runId(), TaskSelection.of("job"));

        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 3", "start j1 2 at 3");
        finished.add("j1");
        engine.advance(Duration.ofMinutes(1));
        assertThat(diary).last().isEqualTo("resume j1 2 at 4");
        assertThat(stateOf(run, "job")).isEqualTo("success");
    }

    @Test
    void marking_a_deferred_task_ends_its_work_and_lets_the_others_go_on() throws Exception {
        var job = dag.task("job", new JobOperator("j1", null));
        dag.task("next", context -> "next").after(job);
        var built = dag.build();
        var run = engine.start(built);

        engine.engine.operations().mark(built, run.runId(), TaskSelection.of("job"), TaskInstanceState.SUCCESS);

        assertThat(run.await(Duration.ZERO).orElseThrow().state()).isEqualTo(RunState.SUCCESS);
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 0");
    }

    @Test
    void ending_a_run_that_nobody_executes_any_more_reaches_the_work_it_waited_for() {
        dag.task("job", new JobOperator("j1", null));
        var built = dag.build();
        var run = engine.start(built);
        engine.clock.forgetAlarms();

        engine.afterCrash()
                .engine
                .operations()
                .mark(built, run.runId(), TaskSelection.of("job"), TaskInstanceState.FAILED);

        assertThat(stateOf(run, "job")).isEqualTo("failed");
        assertThat(diary).containsExactly("start j1 1 at 0", "kill j1 1 at 0");
    }

    @Test
    void closing_the_engine_leaves_the_work_elsewhere_alone_and_the_next_one_waits_for_it() {
        dag.task("job", new JobOperator("j1", null));
        var built = dag.build();
        var run = engine.start(built);

        engine.engine.close();
        engine.advance(Duration.ofMinutes(5));
        assertThat(diary).containsExactly("start j1 1 at 0");
        assertThat(stateOf(run, "job")).isEqualTo("deferred");

        engine.withStoreOf(engine).engine.startAdopting(built, run.runId());
        finished.add("j1");
        engine.advance(Duration.ofMinutes(1));
        assertThat(diary).containsExactly("start j1 1 at 0", "resume j1 1 at 6");
    }

    @Test
    void a_task_that_is_no_deferrable_operator_any_more_fails_when_its_wait_is_taken_up() {
        dag.task("job", new JobOperator("j1", null));
        var run = engine.start(dag.build());
        engine.clock.forgetAlarms();
        var changed = Dag.named("sales");
        changed.task("job", context -> "plain");

        engine.afterCrash().engine.startAdopting(changed.build(), run.runId());

        assertThat(stateOf(run, "job")).isEqualTo("failed");
        assertThat(engine.store.attempts("sales", run.runId()).get(0).error())
                .isEqualTo("task \"job\" was deferred, but is not a deferrable operator any more");
    }

    @Test
    void mapped_deferrable_operators_wait_each_on_its_own() {
        var jobs = dag.expandKwargs("job", Items.of(List.of("a", "b", "c")), id -> new JobOperator(id, null));
        dag.task("all", jobs, (context, rows) -> diary.add(rows.toString()));
        var built = dag.build();
        var run = engine.start(built);
        finished.add("b");
        engine.advance(Duration.ofMinutes(1));
        assertThat(engine.states("sales", run.runId()))
                .contains(entry("job[0]", "deferred"), entry("job[1]", "success"), entry("job[2]", "deferred"));

        engine.clock.forgetAlarms();
        finished.addAll(List.of("a", "c"));
        engine.afterCrash().engine.startAdopting(built, run.runId());

        assertThat(diary).last().isEqualTo("[a rows, b rows, c rows]");
    }

    @Test
    void a_deferring_sensor_takes_a_slot_for_its_first_poke_and_its_end_only() {
        dag.maxActiveTasks(1);
        var pokes = new ArrayList<Duration>();
        var sensor = dag.sensor("wait", Poking.every(Duration.ofMinutes(1)).deferring(), context -> {
            pokes.add(Duration.between(START, context.clock().instant()));
            return pokes.size() < 4 ? Optional.empty() : Optional.of("found");
        });
        dag.task("load", sensor, (context, what) -> diary.add(what));
        var run = engine.start(dag.build());
        assertThat(stateOf(run, "wait")).isEqualTo("deferred");

        engine.advance(Duration.ofMinutes(5));

        assertThat(pokes)
                .containsExactly(Duration.ZERO, Duration.ofMinutes(1), Duration.ofMinutes(2), Duration.ofMinutes(3));
        assertThat(diary).containsExactly("found");
        assertThat(engine.changes)
                .filteredOn(change -> change.taskId().equals("wait") && change.state() == TaskInstanceState.RUNNING)
                .hasSize(2);
    }

    @Test
    void the_timeout_of_a_deferring_sensor_counts_from_its_first_poke_through_a_crash() {
        dag.sensor(
                        "wait",
                        Poking.every(Duration.ofMinutes(4))
                                .atMost(Duration.ofMinutes(10))
                                .deferring(),
                        context -> Optional.empty())
                .retries(Retries.upTo(3));
        dag.sensor(
                "soft",
                Poking.every(Duration.ofMinutes(4))
                        .atMost(Duration.ofMinutes(10))
                        .deferring()
                        .failing(Poking.Failing.SOFT),
                context -> Optional.empty());
        var built = dag.build();
        var run = engine.start(built);
        engine.advance(Duration.ofMinutes(5));
        engine.clock.forgetAlarms();

        engine.afterCrash().engine.startAdopting(built, run.runId());
        engine.advance(Duration.ofMinutes(5).minusSeconds(1));
        assertThat(engine.states("sales", run.runId()).values()).containsOnly("deferred");
        engine.advance(Duration.ofSeconds(1));

        assertThat(engine.states("sales", run.runId())).containsOnly(entry("wait", "failed"), entry("soft", "skipped"));
        assertThat(engine.attempts(run, "wait")).isEqualTo(1);
    }

    @Test
    void ten_thousand_deferred_tasks_hold_no_thread() {
        dag.maxActiveTasks(10_000);
        for (int i = 0; i < 10_000; i++) {
            dag.task("wait" + i, waitingFor(Trigger.at(START.plusSeconds(3_600))));
        }
        var before = Thread.activeCount();

        var run = engine.start(dag.build());

        assertThat(Thread.activeCount()).isLessThan(before + 5);
        assertThat(engine.states("sales", run.runId()).values()).containsOnly("deferred");
    }
}
