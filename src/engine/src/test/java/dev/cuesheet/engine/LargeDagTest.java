package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each of these takes a second or two; if any work were repeated for each task, it would take hours. */
@Timeout(60)
class LargeDagTest {
    private static final int SIZE = 100_000;

    private static DagRun run(DagBuilder dag) throws InterruptedException {
        try (var engine =
                Engine.builder().maxMapLength(SIZE).workers(new SameThread()).build()) {
            return engine.run(dag.build(), RunRequest.manual());
        }
    }

    @Test
    void a_chain_of_a_hundred_thousand_tasks_runs() throws InterruptedException {
        var dag = Dag.named("chain");
        var last = dag.task("t0", context -> null);
        for (int i = 1; i < SIZE; i++) {
            last = dag.task("t" + i, context -> null).after(last);
        }

        assertThat(run(dag).state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_fan_of_a_hundred_thousand_tasks_runs() throws InterruptedException {
        var dag = Dag.named("fan");
        var first = dag.task("first", context -> null);
        var last = dag.task("last", context -> null);
        for (int i = 0; i < SIZE; i++) {
            last.after(dag.task("t" + i, context -> null).after(first));
        }

        assertThat(run(dag).state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_group_mapped_over_thirty_thousand_items_runs() throws InterruptedException {
        int items = 30_000;
        var dag = Dag.named("mapped_group");
        var list =
                dag.task("items", context -> IntStream.range(0, items).boxed().toList());
        var each = dag.expandGroup("each", Items.<Integer>from(list), (group, item) -> {
            var first = dag.task("first", item, (context, number) -> number);
            dag.task("any", context -> 0).after(first).triggerRule(TriggerRule.ONE_SUCCESS);
            return dag.task("second", first, (context, number) -> number + 1);
        });
        dag.task("sum", each.results(), (context, all) -> {
            assertThat(all).hasSize(items);
            assertThat(all.get(items - 1)).isEqualTo(items);
            return null;
        });

        assertThat(run(dag).state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_task_mapped_over_a_hundred_thousand_items_runs() throws InterruptedException {
        var dag = Dag.named("mapped");
        var items =
                dag.task("items", context -> IntStream.range(0, SIZE).boxed().toList());
        var mapped = dag.expand("each", items, (context, item) -> item);
        dag.task("sum", mapped, (context, all) -> {
            assertThat(all).hasSize(SIZE);
            return List.of();
        });

        assertThat(run(dag).state()).isEqualTo(RunState.SUCCESS);
    }
}
