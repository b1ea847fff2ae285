package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StoredResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** A crash is simulated by an executor that stops taking work, and an engine to which the first one's process is dead. */
class ResumeTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final List<String> done = new ArrayList<>();

    private static final class DyingThreads implements Executor {
        private final SameThread threads = new SameThread();
        private int left;

        DyingThreads(int attempts) {
            left = attempts;
        }

        @Override
        public void execute(Runnable work) {
            if (left-- > 0) {
                threads.execute(work);
            }
        }
    }

    /** Runs so many attempts and then never again. */
    private ActiveRun crashAfter(int attempts, Dag dag) {
        return Engine.builder()
                .clock(engine.clock)
                .store(engine.store)
                .workers(new DyingThreads(attempts))
                .build()
                .start(dag, RunRequest.manual());
    }

    private Operator<String> doing(String name) {
        return context -> {
            done.add(name + context.tryNumber());
            return name;
        };
    }

    private Dag threeInARow() {
        var dag = Dag.named("sales");
        var land = dag.task("land", doing("land"));
        var refine = dag.task("refine", land, (context, name) -> {
            done.add("refine " + name);
            return name + "d";
        });
        dag.task("report", refine, (context, name) -> done.add("report " + name));
        return dag.build();
    }

    @Test
    void finished_tasks_and_their_results_are_kept() {
        var run = crashAfter(1, threeInARow());
        assertThat(engine.states("sales", run.runId()))
                .containsOnly(entry("land", "success"), entry("refine", "queued"), entry("report", "none"));

        var resumed = engine.afterCrash().resume(threeInARow(), run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(done).containsExactly("land1", "refine land", "report landd");
    }

    @Test
    void an_interrupted_run_is_shown_as_what_it_is() {
        var run = crashAfter(1, threeInARow());

        assertThat(engine.engine
                        .history()
                        .find("sales", run.runId())
                        .orElseThrow()
                        .displayState())
                .isEqualTo("running");
        assertThat(engine.afterCrash().engine.history().latest(10))
                .singleElement()
                .extracting(RunHistory.Entry::displayState)
                .isEqualTo("interrupted");
    }

    @Test
    void an_attempt_that_died_with_its_process_gets_another_one_in_its_place() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    done.add("try " + context.tryNumber());
                    if (context.tryNumber() == 2) {
                        throw new IllegalStateException("a failure of its own");
                    }
                    return null;
                })
                .retries(Retries.upTo(1).every(Duration.ofSeconds(1)));
        var built = dag.build();
        var run = leftRunning(built);

        var resumed = engine.afterCrash().resume(built, run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(engine.store.attempts("sales", run.runId()))
                .extracting(Attempt::tryNumber, Attempt::state)
                .containsExactly(
                        tuple(1, TaskInstanceState.RESTARTING),
                        tuple(2, TaskInstanceState.UP_FOR_RETRY),
                        tuple(3, TaskInstanceState.SUCCESS));
    }

    /** Leaves the first attempt running in the store: its executor never comes back from it. */
    private ActiveRun leftRunning(Dag dag) {
        var held = new ArrayList<Runnable>();
        var dying = Engine.builder()
                .clock(engine.clock)
                .store(new StoreThatDies(engine.store).asStore())
                .workers(held::add)
                .build();
        var run = dying.start(dag, RunRequest.manual());
        held.remove(0).run();
        return run;
    }

    @Test
    void a_task_that_waited_for_its_retry_still_waits_for_the_same_instant() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    done.add(context.clock().instant().toString());
                    if (context.tryNumber() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return null;
                })
                .retries(Retries.upTo(1).every(Duration.ofMinutes(10)));
        var built = dag.build();
        var run = crashAfter(1, built);
        engine.advance(Duration.ofMinutes(4));

        var second = engine.afterCrash();
        second.engine.startResuming(built, run.runId());
        engine.advance(Duration.ofMinutes(30));

        assertThat(done).containsExactly("2024-05-01T02:00:00Z", "2024-05-01T02:10:00Z");
    }

    @Test
    void resuming_a_failed_run_does_again_what_failed_and_what_depended_on_it() {
        var dag = Dag.named("sales");
        var land = dag.task("land", doing("land"));
        var refine = dag.task("refine", context -> {
                    done.add("refine" + context.tryNumber());
                    if (context.tryNumber() <= 2) {
                        throw new IllegalStateException("not yet");
                    }
                    return null;
                })
                .after(land)
                .retries(Retries.upTo(1));
        dag.task("report", doing("report")).after(refine);
        var built = dag.build();
        var failed = engine.run(built);
        assertThat(failed.state()).isEqualTo(RunState.FAILED);

        var resumed = engine.resume(built, failed.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(resumed.startDate()).isEqualTo(failed.startDate());
        assertThat(done).containsExactly("land1", "refine1", "refine2", "refine3", "report1");
    }

    @Test
    void only_the_failed_items_of_a_mapped_task_are_done_again() {
        var dag = Dag.named("sales");
        var items = dag.task("items", context -> List.of("a", "b", "c"));
        var landed = dag.expand("land", items, (context, item) -> {
            done.add(item + context.tryNumber());
            if (item.equals("b") && context.tryNumber() == 1) {
                throw TaskFailure.permanent("broken");
            }
            return item;
        });
        dag.task("report", landed, (context, all) -> done.add(String.join("", all)));
        var built = dag.build();
        var failed = engine.run(built);

        var resumed = engine.resume(built, failed.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(done).containsExactly("a1", "b1", "c1", "b2", "abc");
    }

    @Test
    void a_dag_that_has_changed_since_is_resumed_as_it_is_now() {
        var before = Dag.named("sales");
        before.expand("land", List.of(1, 2, 3), (context, item) -> {
            if (item == 1) {
                throw TaskFailure.permanent("broken");
            }
            return item;
        });
        before.task("gone", doing("gone"));
        var failed = engine.run(before.build());
        var now = Dag.named("sales");
        var landed = now.expand("land", List.of(1, 2), (context, item) -> item);
        now.task("new", landed, (context, all) -> done.add("new " + all));

        var resumed = engine.resume(now.build(), failed.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(done).containsExactly("gone1", "new [1, 2]");
        assertThat(engine.states(resumed))
                .containsOnly(
                        entry("land[0]", "success"),
                        entry("land[1]", "success"),
                        entry("land[2]", "removed"),
                        entry("gone", "removed"),
                        entry("new", "success"));
    }

    @Test
    void there_must_be_something_to_resume() {
        var dag = threeInARow();
        var run = engine.run(dag);

        assertThatThrownBy(() -> engine.resume(dag, run.runId()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has succeeded");
        assertThatThrownBy(() -> engine.resume(dag, "nope"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("no run nope")
                .hasMessageContaining(run.runId());
    }

    @Test
    void a_run_whose_process_lives_cannot_be_resumed() {
        var dag = threeInARow();
        var run = crashAfter(1, dag);

        assertThatThrownBy(() -> engine.resume(dag, run.runId()))
                .isInstanceOf(DagRunInProgressException.class)
                .hasMessageContaining(run.runId())
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    @Test
    void a_result_whose_type_has_changed_fails_its_reader_with_the_reason() {
        record Before(String a) {}
        var before = Dag.named("sales");
        var land = before.task("land", context -> new Before("x"));
        before.task("report", land, (context, value) -> {
            throw TaskFailure.permanent("broken");
        });
        var failed = engine.run(before.build());
        var claimed = engine.store.claimRun("sales", failed.runId(), anOwner(), "{}", new RunLimit(1, owner -> false));
        engine.store.commit(
                claimed.claim(),
                List.of(new StateChange.ResultIs(
                        new TaskInstanceKey("sales", failed.runId(), "land", -1),
                        new StoredResult(-1, Before.class.getName(), "{\"b\":1}"))));
        var now = Dag.named("sales");
        var again = now.task("land", context -> new Before("x"));
        now.task("report", again, (context, value) -> value);

        var resumed = engine.afterCrash().resume(now.build(), failed.runId());

        assertThat(resumed.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.store.taskInstances("sales", failed.runId()))
                .filteredOn(instance -> instance.taskId().equals("report"))
                .singleElement()
                .satisfies(instance -> assertThat(instance.note())
                        .contains("result of task \"land\"")
                        .contains("no component b"));
    }

    private static RunOwner anOwner() {
        return new RunOwner("here", 1, null, "test");
    }
}
