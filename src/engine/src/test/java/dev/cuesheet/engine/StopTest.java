package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Cancelling, timing out and shutting down, with attempts on real threads. */
@Timeout(30)
class StopTest {
    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");
    private final InMemoryStateStore store = new InMemoryStateStore();
    private final Engine engine = Engine.builder().clock(clock).store(store).build();
    private final DagBuilder dag = Dag.named("sales");
    private final CountDownLatch started = new CountDownLatch(1);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @AfterEach
    void closeEngine() {
        engine.close();
    }

    /** Says that it has started, and then waits to be stopped. */
    private Operator<String> hanging() {
        return context -> {
            context.onCancel(() -> seen.add("stopped job"));
            started.countDown();
            new CountDownLatch(1).await();
            return "never";
        };
    }

    private Map<String, String> states(ActiveRun run) {
        var states = new TreeMap<String, String>();
        store.taskInstances(run.dagId(), run.runId())
                .forEach(instance ->
                        states.put(instance.key().display(), instance.state().label()));
        return states;
    }

    @Test
    void a_cancelled_run_stops_its_running_tasks_by_their_actions_and_starts_nothing_more() throws Exception {
        dag.retries(Retries.upTo(3));
        var land = dag.task("land", hanging());
        dag.task("report", context -> "never").after(land);
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();

        engine.cancel(run.runId());
        var result = run.await();

        assertThat(seen).containsExactly("stopped job");
        assertThat(result.state()).isEqualTo(RunState.FAILED);
        assertThat(result.note()).isEqualTo("Cancelled");
        assertThat(states(run)).containsOnly(entry("land", "failed"), entry("report", "none"));
    }

    @Test
    void a_cancelled_run_can_be_resumed() throws Exception {
        dag.task("land", hanging());
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();
        run.cancel();
        run.await();
        var again = Dag.named("sales");
        again.task("land", context -> "done");

        assertThat(engine.resume(again.build(), run.runId()).state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_task_that_succeeds_in_spite_of_the_cancel_has_succeeded() throws Exception {
        dag.task("land", context -> {
            started.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                seen.add("finishing");
            }
            return "done";
        });
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();

        run.cancel();

        assertThat(run.await().state()).isEqualTo(RunState.FAILED);
        assertThat(states(run)).containsOnly(entry("land", "success"));
    }

    @Test
    void a_run_that_waits_for_a_retry_ends_at_once_when_cancelled() throws Exception {
        dag.task("land", context -> {
                    throw new IllegalStateException("no");
                })
                .retries(Retries.upTo(1));
        var engineOfThisThread = Engine.builder()
                .clock(clock)
                .store(store)
                .workers(new SameThread())
                .build();
        var run = engineOfThisThread.start(dag.build(), RunRequest.manual());

        run.cancel();

        assertThat(run.await().state()).isEqualTo(RunState.FAILED);
        assertThat(states(run)).containsOnly(entry("land", "failed"));
    }

    @Test
    void an_action_added_after_the_cancel_runs_at_once() throws Exception {
        var cancelled = new CountDownLatch(1);
        dag.task("land", context -> {
            context.onCancel(cancelled::countDown);
            started.countDown();
            while (cancelled.getCount() > 0) {
                Thread.onSpinWait();
            }
            context.onCancel(() ->
                    seen.add("at once on " + Thread.currentThread().getName().replaceAll("\\d", "")));
            throw new IllegalStateException("stopped");
        });
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();

        run.cancel();
        run.await();

        assertThat(seen).containsExactly("at once on cuesheet-worker-");
    }

    @Test
    void an_action_that_throws_keeps_no_other_from_running() throws Exception {
        dag.task("land", context -> {
            context.onCancel(() -> {
                throw new IllegalStateException("broken action");
            });
            context.onCancel(() -> seen.add("second"));
            started.countDown();
            new CountDownLatch(1).await();
            return null;
        });
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();

        run.cancel();
        run.await();

        assertThat(seen).containsExactly("second");
    }

    @Test
    void an_attempt_beyond_its_timeout_is_cancelled_and_may_be_tried_again() throws Exception {
        dag.task("land", context -> {
                    seen.add("deadline " + context.deadline().orElseThrow());
                    if (context.tryNumber() == 1) {
                        return hanging().execute(context);
                    }
                    return "done";
                })
                .executionTimeout(Duration.ofMinutes(30))
                .retries(Retries.upTo(1).every(Duration.ZERO));
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();

        clock.advance(Duration.ofMinutes(30));

        assertThat(run.await().state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen)
                .containsExactly("deadline 2024-05-01T02:30:00Z", "stopped job", "deadline 2024-05-01T03:00:00Z");
        assertThat(store.attempts("sales", run.runId()).get(0).error())
                .isEqualTo("Exceeded its execution timeout of 30m");
    }

    @Test
    void an_attempt_within_its_timeout_leaves_no_alarm_behind() throws Exception {
        dag.task("land", context -> "done").executionTimeout(Duration.ofMinutes(30));

        engine.run(dag.build(), RunRequest.manual());

        assertThat(clock.alarms()).isEmpty();
    }

    @Test
    void closing_the_engine_interrupts_attempts_without_ending_anything() throws Exception {
        var land = dag.task("land", hanging());
        dag.task("report", context -> "never").after(land);
        var built = dag.build();
        var run = engine.start(built, RunRequest.manual());
        started.await();

        engine.close();

        assertThat(seen).isEmpty();
        assertThatThrownBy(run::await).isInstanceOf(EngineException.class).hasMessageContaining("resume it");
        assertThat(states(run)).containsOnly(entry("land", "running"), entry("report", "none"));
        var entry = RunHistory.of(store).find("sales", run.runId()).orElseThrow();
        assertThat(entry.displayState()).isEqualTo("interrupted");
        assertThatThrownBy(() -> engine.start(built, RunRequest.manual())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_an_engine_left_when_it_was_closed_another_one_in_the_same_process_can_resume() throws Exception {
        dag.task("land", hanging());
        var run = engine.start(dag.build(), RunRequest.manual());
        started.await();
        engine.close();
        var again = Dag.named("sales");
        again.task("land", context -> "done " + context.tryNumber());

        try (var second = Engine.builder().clock(clock).store(store).build()) {
            assertThat(second.resume(again.build(), run.runId()).state()).isEqualTo(RunState.SUCCESS);
        }
    }

    @Test
    void the_interrupt_that_stops_a_body_reaches_nothing_else() throws Exception {
        var interrupted = new CopyOnWriteArrayList<Boolean>();
        dag.maxActiveTasks(1);
        dag.task("first", context -> {
            started.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            throw new IllegalStateException("stopped");
        });
        var oneThread =
                Engine.builder().clock(clock).store(store).parallelism(1).build();
        var run = oneThread.start(dag.build(), RunRequest.manual());
        started.await();
        run.cancel();
        run.await();
        var next = Dag.named("next");
        next.task("second", context -> interrupted.add(Thread.currentThread().isInterrupted()));

        oneThread.run(next.build(), RunRequest.manual());
        oneThread.close();

        assertThat(interrupted).containsExactly(false);
    }

    @Test
    void a_store_that_fails_stops_the_run_where_it_was_and_says_why() throws Exception {
        dag.task("land", context -> "done");
        var failing = Engine.builder()
                .clock(clock)
                .store(new StoreThatDies(store).asStore())
                .build();

        var run = failing.start(dag.build(), RunRequest.manual());

        assertThatThrownBy(run::await)
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("could not be kept")
                .hasMessageContaining("the disk is full");
        assertThat(states(run)).containsOnly(entry("land", "running"));
    }

    @Test
    void no_more_attempts_run_at_once_than_the_engine_allows() throws Exception {
        var together = new CountDownLatch(2);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        for (int i = 0; i < 6; i++) {
            dag.task("task" + i, context -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                together.countDown();
                together.await();
                inside.decrementAndGet();
                return null;
            });
        }
        try (var two = Engine.builder().store(store).parallelism(2).build()) {
            var run = two.run(dag.build(), RunRequest.manual());

            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(most).hasValue(2);
        }
    }
}
