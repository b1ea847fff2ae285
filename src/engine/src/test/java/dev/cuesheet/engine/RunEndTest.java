package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RunEndTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");

    private static final Operator<String> SUCCEEDS = context -> "done";

    private static final Operator<String> FAILS = context -> {
        throw TaskFailure.retryable("no such file");
    };

    @Test
    void an_attempt_that_runs_when_the_time_is_up_is_told_to_end_and_is_skipped() throws Exception {
        var clock = ManualClock.at("2024-05-01T02:00:00Z");
        var store = new InMemoryStateStore();
        var cancelled = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        dag.dagrunTimeout(Duration.ofHours(1));
        dag.task("query", context -> {
            context.onCancel(cancelled::countDown);
            begun.countDown();
            cancelled.await();
            return "late";
        });
        var pool = Executors.newCachedThreadPool();
        try (var slow = Engine.builder().clock(clock).store(store).workers(pool).build()) {
            var run = slow.start(dag.build(), RunRequest.manual());
            begun.await();

            clock.advance(Duration.ofHours(1));

            assertThat(run.await().note()).isEqualTo("timed_out");
            assertThat(store.taskInstances("sales", run.runId()).get(0).state()).isEqualTo(TaskInstanceState.SKIPPED);
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void a_run_that_ends_in_time_is_left_alone_when_its_time_is_up() {
        dag.dagrunTimeout(Duration.ofHours(1));
        dag.task("land", SUCCEEDS);
        var run = engine.run(dag.build());

        engine.advance(Duration.ofHours(2));

        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_dag_that_fails_fast_skips_what_has_not_begun_but_runs_its_teardowns() {
        dag.failFast(true);
        var cluster = dag.task("create_cluster", SUCCEEDS);
        var bad = dag.task("bad", FAILS).after(cluster);
        var waiting = dag.task("waiting", context -> {
                    throw TaskFailure.retryable("again");
                })
                .after(cluster)
                .retries(Retries.upTo(9).every(Duration.ofHours(1)));
        var below = dag.task("below", SUCCEEDS).after(waiting);
        dag.expand("mapped", List.of(1, 2), (context, item) -> item).after(below);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(bad, below);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.states(run))
                .contains(
                        entry("bad", "failed"),
                        entry("below", "skipped"),
                        entry("mapped", "skipped"),
                        entry("delete_cluster", "success"));
        assertThat(engine.states(run).get("waiting")).isEqualTo("skipped");
    }

    @Test
    void a_dag_that_fails_fast_takes_only_all_success() {
        dag.failFast(true);
        dag.task("report", SUCCEEDS).triggerRule(TriggerRule.ALL_DONE);

        assertThatThrownBy(dag::build).hasMessageContaining("report").hasMessageContaining("fails fast");
    }

    @Test
    void a_timeout_of_nothing_is_a_fault_of_the_dag() {
        dag.dagrunTimeout(Duration.ZERO);

        assertThatThrownBy(dag::build).hasMessageContaining("dagrunTimeout must be positive");
    }
}
