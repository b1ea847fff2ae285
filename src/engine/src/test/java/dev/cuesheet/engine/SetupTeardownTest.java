package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class SetupTeardownTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");

    private static final Operator<String> SUCCEEDS = context -> "done";

    private static final Operator<String> FAILS = context -> {
        throw TaskFailure.permanent("no such file");
    };

    private static final Operator<String> SKIPS = context -> {
        throw new TaskSkipped("nothing new");
    };

    @Test
    void a_teardown_that_counts_fails_the_run() {
        var cluster = dag.task("create_cluster", SUCCEEDS);
        var query = dag.task("query", SUCCEEDS).after(cluster);
        dag.task("delete_cluster", FAILS).asTeardownThatCountsOf(cluster).after(query);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_teardown_does_not_run_when_none_of_its_setups_succeeded() {
        var cluster = dag.task("create_cluster", FAILS);
        var query = dag.task("query", SUCCEEDS).after(cluster);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(query);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.states(run))
                .contains(entry("query", "upstream_failed"), entry("delete_cluster", "upstream_failed"));
    }

    @Test
    void a_teardown_is_skipped_with_its_setups() {
        var cluster = dag.task("create_cluster", SKIPS);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("delete_cluster", "skipped");
    }

    @Test
    void a_task_far_below_a_failed_setup_fails_with_it_whatever_its_trigger_rule() {
        var cluster = dag.task("create_cluster", FAILS);
        var notice = dag.task("notice", SUCCEEDS).after(cluster).triggerRule(TriggerRule.ALL_DONE);
        var query = dag.task("query", SUCCEEDS).after(notice).triggerRule(TriggerRule.ALWAYS);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(query);

        assertThat(engine.states(engine.run(dag.build())))
                .contains(entry("notice", "success"), entry("query", "upstream_failed"));
    }

    @Test
    void a_task_far_below_a_skipped_setup_is_skipped_with_it() {
        var cluster = dag.task("create_cluster", SKIPS);
        var notice = dag.task("notice", SUCCEEDS).after(cluster).triggerRule(TriggerRule.ALL_DONE);
        var query = dag.task("query", SUCCEEDS).after(notice);
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(query);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("query", "skipped");
    }

    @Test
    void a_setup_means_nothing_to_what_lies_below_its_teardown() {
        var cluster = dag.task("create_cluster", FAILS);
        var query = dag.task("query", SUCCEEDS).after(cluster);
        var gone = dag.task("delete_cluster", SUCCEEDS).asTeardownOf(cluster).after(query);
        dag.task("report", SUCCEEDS).after(gone).triggerRule(TriggerRule.ALL_DONE);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("report", "success");
    }

    @Test
    void a_teardown_without_a_setup_is_a_fault_of_the_dag() {
        dag.task("delete_cluster", SUCCEEDS).asTeardownOf();

        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("delete_cluster")
                .hasMessageContaining("no setup");
    }
}
