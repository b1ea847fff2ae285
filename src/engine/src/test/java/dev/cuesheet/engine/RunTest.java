package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");

    record Landed(String key, long bytes) {}

    @Test
    void a_result_reaches_the_tasks_that_take_it_as_input() {
        var dag = Dag.named("sales");
        var seen = new ArrayList<String>();
        var landed = dag.task("land", context -> new Landed("sales.csv", 12));
        var doubled = dag.task("double", landed, (context, file) -> file.bytes() * 2);
        dag.task("report", landed, doubled, (context, file, bytes) -> {
            seen.add(file.key() + " " + bytes);
            return null;
        });

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly("sales.csv 24");
    }

    @Test
    void a_mapped_task_runs_once_for_each_item_and_its_results_come_back_in_order() {
        var dag = Dag.named("sales");
        var seen = new ArrayList<List<String>>();
        var names = dag.task("list", context -> List.of("a", "b", "c"));
        var landed = dag.expand("land", names, (context, name) -> name + context.mapIndex());
        dag.task("report", landed, (context, all) -> {
            seen.add(all);
            return null;
        });

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(List.of("a0", "b1", "c2"));
        assertThat(engine.states(run))
                .isEqualTo(Map.of(
                        "list", "success",
                        "land[0]", "success",
                        "land[1]", "success",
                        "land[2]", "success",
                        "report", "success"));
    }

    @Test
    void a_failed_attempt_is_tried_again_only_once_its_delay_has_passed() {
        var dag = Dag.named("sales");
        dag.task("refine", context -> {
                    if (context.tryNumber() == 1) {
                        throw new IllegalStateException("not yet");
                    }
                    return "done";
                })
                .retries(Retries.upTo(1).every(Duration.ofSeconds(10)));

        var run = engine.start(dag.build());

        engine.advance(Duration.ofSeconds(9));
        assertThat(engine.attempts(run, "refine")).isEqualTo(1);

        engine.advance(Duration.ofSeconds(1));
        assertThat(engine.attempts(run, "refine")).isEqualTo(2);
    }

    @Test
    void what_a_failure_leaves_undone_is_upstream_failed_and_fails_the_run() {
        var dag = Dag.named("sales");
        var land = dag.task("land", context -> {
            throw TaskFailure.permanent("no such file");
        });
        var refine = dag.task("refine", context -> null).after(land);
        dag.task("report", context -> null).after(refine);
        dag.task("other", context -> null);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.states(run))
                .isEqualTo(Map.of(
                        "land",
                        "failed",
                        "refine",
                        "upstream_failed",
                        "report",
                        "upstream_failed",
                        "other",
                        "success"));
    }
}
