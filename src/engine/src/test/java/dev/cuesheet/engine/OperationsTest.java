package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Clearing, marking and ending, on runs that are under way, that wait and that have ended. */
class OperationsTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T01:00:00Z");
    private final RunOperations operations = engine.engine.operations();
    private final List<String> ran = new ArrayList<>();
    private boolean refineFails;

    /** {@code land -> refine -> report}, and {@code audit} beside them. */
    private Dag sales() {
        var dag = Dag.named("sales").retries(Retries.none());
        var land = dag.task("land", context -> did("land", context));
        var refine = dag.task("refine", land, (context, x) -> {
            did("refine", context);
            if (refineFails) {
                throw TaskFailure.permanent("broken");
            }
            return "x";
        });
        dag.task("report", refine, (context, x) -> did("report", context));
        dag.task("audit", context -> did("audit", context));
        return dag.build();
    }

    private String did(String task, TaskContext context) {
        ran.add(task + " " + context.tryNumber());
        return task;
    }

    /** Starts what waits, as a scheduler would that has nothing else to do. */
    private void goOn(Dag dag) {
        try (var scheduler = new Scheduler(engine.engine)) {
            scheduler.schedule(List.of(dag));
        }
    }

    @Test
    void only_what_has_failed_is_cleared_when_asked_so() {
        var dag = sales();
        refineFails = true;
        var run = engine.run(dag);
        assertThat(engine.states(run)).contains(entry("refine", "failed"), entry("report", "upstream_failed"));
        ran.clear();
        refineFails = false;

        operations.clear(dag, run.runId(), TaskSelection.all().failed());
        goOn(dag);

        assertThat(ran).containsExactly("refine 2", "report 1");
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_cleared_task_has_a_full_new_set_of_tries() {
        var dag = Dag.named("sales").retries(Retries.upTo(1).every(Duration.ofMinutes(5)));
        dag.task("refine", context -> {
            did("refine", context);
            throw new IllegalStateException("broken");
        });
        var built = dag.build();
        var run = engine.run(built);
        assertThat(ran).containsExactly("refine 1", "refine 2");

        operations.clear(built, run.runId(), TaskSelection.all());
        goOn(built);
        engine.advance(Duration.ofMinutes(5));

        assertThat(ran).containsExactly("refine 1", "refine 2", "refine 3", "refine 4");
    }

    @Test
    void a_skipped_arm_is_skipped_again_when_it_is_cleared_without_its_branch() {
        var dag = Dag.named("sales");
        var branch = dag.branch("choose", context -> Branch.to("left"));
        dag.task("left", context -> did("left", context)).after(branch);
        dag.task("right", context -> did("right", context)).after(branch);
        var built = dag.build();
        var run = engine.run(built);

        operations.clear(built, run.runId(), TaskSelection.of("right"));
        goOn(built);

        assertThat(ran).containsExactly("left 1");
        assertThat(engine.states(run)).containsEntry("right", "skipped");
    }

    @Test
    void earlier_and_later_runs_are_cleared_when_asked_so() {
        var dag = Dag.named("sales");
        dag.task("land", context -> did("land", context));
        var built = dag.build();
        var runs = new ArrayList<DagRun>();
        for (int day = 0; day < 3; day++) {
            runs.add(engine.run(built));
            engine.advance(Duration.ofDays(1));
        }

        assertThat(operations.select(
                        built, runs.get(1).runId(), TaskSelection.all().withPast()))
                .extracting(instance -> instance.key().runId())
                .containsExactly(runs.get(0).runId(), runs.get(1).runId());
        operations.clear(built, runs.get(1).runId(), TaskSelection.all().withFuture());

        assertThat(engine.store.unfinishedRuns("sales"))
                .extracting(DagRun::runId)
                .containsExactly(runs.get(1).runId(), runs.get(2).runId());
    }

    @Test
    void one_index_of_a_mapped_group_is_cleared_alone_or_with_what_is_below_it() {
        var dag = Dag.named("sales").retries(Retries.none());
        var regions = dag.task("regions", context -> List.of("north", "south"));
        dag.expandGroup("region", Items.from(regions), (group, region) -> {
            var land = dag.task("land", region, (context, name) -> did("land " + name, context));
            return dag.task("load", land, (context, x) -> did("load", context));
        });
        var built = dag.build();
        var run = engine.run(built);
        ran.clear();

        operations.clear(built, run.runId(), TaskSelection.of("region.land").index(1));
        goOn(built);
        assertThat(ran).containsExactly("land south 2");
        ran.clear();
        operations.clear(built, run.runId(), TaskSelection.of("regions").withDownstream());
        goOn(built);

        assertThat(ran).containsExactlyInAnyOrder("land north 2", "land south 3", "load 2", "load 2");
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void setups_and_teardowns_of_a_cleared_task_go_with_it() {
        var dag = Dag.named("sales");
        var cluster = dag.task("cluster", context -> did("cluster", context)).asSetup();
        var work = dag.task("work", context -> did("work", context)).after(cluster);
        dag.task("drop", context -> did("drop", context)).after(work).asTeardownOf(cluster);
        var built = dag.build();
        var run = engine.run(built);
        ran.clear();

        operations.clear(built, run.runId(), TaskSelection.of("work"));
        goOn(built);

        assertThat(ran).containsExactly("cluster 2", "work 2", "drop 2");
    }

    @Test
    void marking_a_failed_task_as_a_success_lets_what_failed_because_of_it_run() {
        var dag = Dag.named("sales").retries(Retries.none());
        var refine = dag.task("refine", context -> {
            throw TaskFailure.permanent("broken");
        });
        dag.task("report", context -> did("report", context)).after(refine);
        var built = dag.build();
        var run = engine.run(built);

        operations.mark(built, run.runId(), TaskSelection.of("refine"), TaskInstanceState.SUCCESS);
        goOn(built);

        assertThat(ran).containsExactly("report 1");
        assertThat(engine.states(run)).contains(entry("refine", "success"), entry("report", "success"));
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void marking_the_last_task_failed_fails_a_run_that_had_succeeded() {
        var dag = sales();
        var run = engine.run(dag);

        operations.mark(dag, run.runId(), TaskSelection.of("report"), TaskInstanceState.FAILED);

        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.FAILED);
    }

    @Test
    void a_waiting_task_that_is_marked_lets_the_run_go_on() {
        var dag = Dag.named("sales");
        var gate = dag.sensor("gate", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        dag.task("report", context -> did("report", context)).after(gate);
        var built = dag.build();
        var run = engine.start(built);

        operations.mark(built, run.runId(), TaskSelection.of("gate"), TaskInstanceState.SUCCESS);

        assertThat(ran).containsExactly("report 1");
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void ending_a_run_as_failed_fails_what_runs_and_skips_the_rest() {
        var dag = Dag.named("sales");
        var gate = dag.sensor("gate", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        dag.task("report", context -> did("report", context)).after(gate);
        var built = dag.build();
        var run = engine.start(built);

        operations.end(built, run.runId(), RunState.FAILED);

        assertThat(engine.states("sales", run.runId())).containsEntry("report", "skipped");
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.FAILED);
        assertThat(ran).isEmpty();
    }

    @Test
    void ending_a_run_as_a_success_makes_one_of_all_its_tasks() {
        var dag = sales();
        refineFails = true;
        var run = engine.run(dag);

        operations.end(dag, run.runId(), RunState.SUCCESS);

        assertThat(engine.states(run).values()).containsOnly("success");
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_run_of_another_living_process_is_told_and_one_of_a_dead_process_changed_at_once() {
        var dag = Dag.named("sales");
        dag.sensor("gate", Poking.every(Duration.ofMinutes(1)), context -> Optional.empty());
        var built = dag.build();
        var run = engine.start(built);
        var neighbour = TestEngine.at("2024-05-01T01:00:00Z").withStoreOf(engine);

        neighbour.engine.operations().end(built, run.runId(), RunState.FAILED);
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.RUNNING);
        assertThat(engine.store.takeCommands("sales", run.runId())).hasSize(1);

        engine.afterCrash().engine.operations().end(built, run.runId(), RunState.FAILED);
        assertThat(engine.store.findRun("sales", run.runId()).orElseThrow().state())
                .isEqualTo(RunState.FAILED);
    }

    @Test
    void a_selection_that_means_nothing_says_what_there_is() {
        var dag = sales();
        var run = engine.run(dag);

        assertThatThrownBy(() -> operations.clear(dag, run.runId(), TaskSelection.of("refind")))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("land, ")
                .hasMessageContaining("refine");
        assertThatThrownBy(() -> operations.clear(dag, "nope", TaskSelection.all()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has no run nope");
        assertThatThrownBy(() -> TaskSelection.matching("("))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a regular expression");
    }
}
