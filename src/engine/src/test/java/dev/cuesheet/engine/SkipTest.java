package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class SkipTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");

    private static final Operator<String> SUCCEEDS = context -> "done";

    @Test
    void a_branch_skips_the_tasks_below_it_that_it_does_not_follow() {
        var choose = dag.branch("choose", context -> Branch.to("full", "audit"));
        dag.task("full", SUCCEEDS).after(choose);
        dag.task("delta", SUCCEEDS).after(choose);
        dag.task("audit", SUCCEEDS).after(choose);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(engine.states(run))
                .containsOnly(
                        entry("choose", "success"),
                        entry("full", "success"),
                        entry("delta", "skipped"),
                        entry("audit", "success"));
    }

    @Test
    void a_task_that_a_followed_one_leads_to_as_well_is_not_skipped() {
        var choose = dag.branch("choose", context -> Branch.to("clean"));
        var clean = dag.task("clean", SUCCEEDS).after(choose);
        dag.task("load", SUCCEEDS).after(choose, clean);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("load", "success");
    }

    @Test
    void a_branch_to_nowhere_skips_everything_below_it() {
        var choose = dag.branch("choose", context -> Branch.nowhere());
        dag.task("a", SUCCEEDS).after(choose);
        dag.task("b", SUCCEEDS).after(choose);

        assertThat(engine.states(engine.run(dag.build()))).contains(entry("a", "skipped"), entry("b", "skipped"));
    }

    @Test
    void a_branch_to_a_task_that_is_not_below_it_fails_and_names_those_that_are() {
        var choose = dag.branch("choose", context -> Branch.to("elsewhere")).retries(Retries.upTo(3));
        dag.task("below", SUCCEEDS).after(choose);
        dag.task("elsewhere", SUCCEEDS);

        var run = engine.run(dag.build());

        assertThat(engine.states(run)).contains(entry("choose", "failed"), entry("below", "upstream_failed"));
        assertThat(engine.store.taskInstances("sales", run.runId()))
                .anySatisfy(task -> assertThat(task.note()).contains("\"elsewhere\"", "[below]"));
    }

    @Test
    void what_a_branch_decided_holds_when_the_run_is_resumed() {
        var choose = dag.branch("choose", context -> Branch.to("left"));
        var failing = new boolean[] {true};
        var left = dag.task("left", context -> {
                    if (failing[0]) {
                        throw TaskFailure.permanent("not today");
                    }
                    return "done";
                })
                .after(choose);
        dag.task("right", SUCCEEDS).after(choose);
        dag.task("join", SUCCEEDS).after(left).triggerRule(TriggerRule.NONE_FAILED);
        var built = dag.build();
        var run = engine.run(built);
        failing[0] = false;

        var resumed = engine.resume(built, run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(engine.states(resumed)).contains(entry("right", "skipped"), entry("join", "success"));
    }

    @Test
    void a_short_circuit_that_is_false_skips_everything_below_whatever_the_trigger_rules() {
        var fresh = dag.shortCircuit("any_new_files", context -> false);
        var load = dag.task("load", SUCCEEDS).after(fresh);
        dag.task("report", SUCCEEDS).after(load).triggerRule(TriggerRule.ALL_DONE);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(engine.states(run)).contains(entry("load", "skipped"), entry("report", "skipped"));
    }

    @Test
    void a_short_circuit_that_is_true_changes_nothing() {
        var fresh = dag.shortCircuit("any_new_files", context -> true);
        dag.task("load", SUCCEEDS).after(fresh);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("load", "success");
    }

    @Test
    void a_direct_short_circuit_leaves_what_is_further_down_to_its_trigger_rules() {
        var files = dag.task("list", context -> 0);
        var fresh = dag.shortCircuitDirect("any_new_files", files, (context, count) -> count > 0);
        var load = dag.task("load", SUCCEEDS).after(fresh);
        dag.task("report", SUCCEEDS).after(load).triggerRule(TriggerRule.ALL_DONE);
        dag.task("index", SUCCEEDS).after(load);

        assertThat(engine.states(engine.run(dag.build())))
                .contains(entry("load", "skipped"), entry("report", "success"), entry("index", "skipped"));
    }

    @Test
    void a_short_circuit_leaves_teardowns_alone() {
        var cluster = dag.task("create_cluster", SUCCEEDS);
        var fresh = dag.shortCircuit("any_new_files", context -> false).after(cluster);
        var load = dag.task("load", SUCCEEDS).after(fresh);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(load);

        assertThat(engine.states(engine.run(dag.build())))
                .contains(entry("load", "skipped"), entry("delete_cluster", "success"));
    }
}
