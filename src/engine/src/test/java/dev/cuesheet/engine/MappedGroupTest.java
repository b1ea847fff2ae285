package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.internal.json.StructureJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedGroupTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");
    private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

    private static <T> TaskFunction<Object, T> failingAt(int index, T value) {
        return (context, item) -> {
            if (context.mapIndex() == index) {
                throw TaskFailure.permanent("broken");
            }
            return value;
        };
    }

    private static <T> TaskFunction<Object, T> skippingAt(int index, T value) {
        return (context, item) -> {
            if (context.mapIndex() == index) {
                throw new TaskSkipped("not this one");
            }
            return value;
        };
    }

    @ParameterizedTest(name = "over {0} items")
    @CsvSource({"1", "3"})
    void each_item_goes_through_the_group_on_its_own(int count) {
        var list = dag.task("list", context -> IntStream.range(0, count).boxed().toList());
        var region = dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, number) -> number * 10);
            return dag.task("load", item, extracted, (context, number, tens) -> number + tens + context.mapIndex());
        });
        dag.task("report", region.results(), (context, all) -> {
            seen.addAll(all);
            return null;
        });

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen)
                .isEqualTo(IntStream.range(0, count)
                        .mapToObj(i -> (Object) (i * 12))
                        .toList());
        assertThat(engine.states(run)).hasSize(2 + 2 * count).doesNotContainKeys("region.extract", "region.load");
    }

    @Test
    void a_group_over_nothing_is_skipped_and_so_is_what_needs_it() {
        var list = dag.task("list", context -> List.<Integer>of());
        var region = dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, number) -> number);
            return dag.task("load", extracted, (context, number) -> number);
        });
        dag.task("report", region.results(), (context, all) -> null);

        assertThat(engine.states(engine.run(dag.build())))
                .containsOnly(
                        entry("list", "success"),
                        entry("region.extract", "skipped"),
                        entry("region.load", "skipped"),
                        entry("report", "skipped"));
    }

    @Test
    void a_group_over_what_failed_is_upstream_failed_whatever_the_rules_within() {
        TaskHandle<List<Integer>> list = dag.task("list", context -> {
            throw TaskFailure.permanent("no");
        });
        dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, number) -> number);
            return dag.task("load", extracted, (context, number) -> number).triggerRule(TriggerRule.ALL_DONE);
        });

        assertThat(engine.states(engine.run(dag.build())))
                .containsOnly(
                        entry("list", "failed"),
                        entry("region.extract", "upstream_failed"),
                        entry("region.load", "upstream_failed"));
    }

    @Test
    void what_fails_at_one_index_fails_only_what_is_below_it_at_that_index() {
        var region = dag.expandGroup("region", Items.of(List.of("a", "b", "c")), (group, item) -> {
            var extracted = dag.task("extract", item, failingAt(1, "done"));
            return dag.task("load", extracted, (context, value) -> value);
        });
        dag.task("report", region.results(), (context, all) -> null);
        dag.task("count", region.results(), (context, all) -> {
                    seen.add(all.size());
                    return null;
                })
                .triggerRule(TriggerRule.ALL_DONE);

        assertThat(engine.states(engine.run(dag.build())))
                .containsOnly(
                        entry("region.extract[0]", "success"),
                        entry("region.extract[1]", "failed"),
                        entry("region.extract[2]", "success"),
                        entry("region.load[0]", "success"),
                        entry("region.load[1]", "upstream_failed"),
                        entry("region.load[2]", "success"),
                        entry("report", "upstream_failed"),
                        entry("count", "success"));
        assertThat(seen).containsExactly(2);
    }

    @Test
    void an_index_does_not_wait_for_others() {
        dag.maxActiveTasks(1);
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var extracted = dag.task("extract", item, (context, name) -> {
                seen.add("extract " + name);
                if (name.equals("b") && context.tryNumber() == 1) {
                    throw TaskFailure.retryable("later");
                }
                return name;
            });
            extracted.retries(Retries.upTo(1));
            return dag.task("load", extracted, (context, name) -> seen.add("load " + name));
        });

        engine.run(dag.build());

        assertThat(seen).containsExactly("extract a", "extract b", "load a", "extract b", "load b");
    }

    @ParameterizedTest(name = "{0} after success, failure and skip is {1}, {2} and {3}")
    @CsvSource({
        "ALL_SUCCESS, success, upstream_failed, skipped",
        "ALL_FAILED, skipped, success, skipped",
        "ALL_DONE, success, success, success",
        "ALL_SKIPPED, skipped, skipped, success",
        "NONE_FAILED, success, upstream_failed, success",
        "NONE_FAILED_MIN_ONE_SUCCESS, success, upstream_failed, skipped",
        "NONE_SKIPPED, success, success, skipped",
        "ALL_DONE_MIN_ONE_SUCCESS, success, upstream_failed, skipped",
        "ONE_SUCCESS, success, success, success",
        "ONE_FAILED, success, success, success",
        "ONE_DONE, success, success, success"
    })
    void a_trigger_rule_is_judged_at_each_index_but_for_those_that_need_one_which_may_be_at_any(
            TriggerRule rule, String first, String second, String third) {
        dag.expandGroup("region", Items.of(List.of(0, 1, 2)), (group, item) -> {
            var extracted = dag.task("extract", item, (context, number) -> {
                if (number == 1) {
                    throw TaskFailure.permanent("broken");
                }
                if (number == 2) {
                    throw new TaskSkipped("not this one");
                }
                return number;
            });
            return dag.task("load", extracted, (context, number) -> 0).triggerRule(rule);
        });

        assertThat(engine.states(engine.run(dag.build())))
                .contains(
                        entry("region.load[0]", first),
                        entry("region.load[1]", second),
                        entry("region.load[2]", third));
    }

    @Test
    void what_is_outside_and_upstream_counts_for_every_index() {
        var outside = dag.task("outside", context -> {
            throw TaskFailure.permanent("no");
        });
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var extracted = dag.task("extract", item, (context, name) -> name);
            return dag.task("load", extracted, (context, name) -> name).after(outside);
        });

        assertThat(engine.states(engine.run(dag.build())))
                .contains(
                        entry("region.extract[0]", "success"),
                        entry("region.extract[1]", "success"),
                        entry("region.load[0]", "upstream_failed"),
                        entry("region.load[1]", "upstream_failed"));
    }

    @Test
    void a_branch_within_decides_for_its_own_index() {
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var choose = dag.branch(
                    "choose", item, (context, name) -> Branch.to(name.equals("a") ? "region.full" : "region.delta"));
            var full = dag.task("full", context -> "full").after(choose);
            var delta = dag.task("delta", context -> "delta").after(choose);
            return dag.task("join", context -> "joined")
                    .after(full, delta)
                    .triggerRule(TriggerRule.NONE_FAILED_MIN_ONE_SUCCESS);
        });

        assertThat(engine.states(engine.run(dag.build())))
                .contains(
                        entry("region.full[0]", "success"),
                        entry("region.delta[0]", "skipped"),
                        entry("region.full[1]", "skipped"),
                        entry("region.delta[1]", "success"),
                        entry("region.join[0]", "success"),
                        entry("region.join[1]", "success"));
    }

    @Test
    void a_short_circuit_within_skips_what_is_below_it_at_its_own_index_and_leaves_what_is_outside_to_its_rule() {
        var region = dag.expandGroup("region", Items.of(List.of(0, 1)), (group, item) -> {
            var some = dag.shortCircuit("some", item, (context, number) -> number > 0);
            var load = dag.task("load", context -> "loaded").after(some);
            return dag.task("check", load, (context, loaded) -> loaded).triggerRule(TriggerRule.ALL_DONE);
        });
        dag.task("report", region.results(), (context, all) -> seen.addAll(all)).triggerRule(TriggerRule.NONE_FAILED);

        assertThat(engine.states(engine.run(dag.build())))
                .contains(
                        entry("region.load[0]", "skipped"),
                        entry("region.check[0]", "skipped"),
                        entry("region.load[1]", "success"),
                        entry("region.check[1]", "success"),
                        entry("report", "success"));
        assertThat(seen).containsExactly("loaded");
    }

    @Test
    void a_branch_outside_can_skip_the_group_before_it_is_expanded() {
        var list = dag.task("list", context -> List.of(1, 2));
        var choose = dag.branch("choose", context -> Branch.to("other"));
        dag.task("other", context -> "done").after(choose);
        dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> {
                    var extracted = dag.task("extract", item, (context, number) -> number);
                    return dag.task("load", extracted, (context, number) -> number);
                })
                .after(choose);
        list.after(choose).triggerRule(TriggerRule.ALL_DONE);

        var states = engine.states(engine.run(dag.build()));

        assertThat(states).containsEntry("other", "success");
        assertThat(states.entrySet())
                .filteredOn(state -> state.getKey().startsWith("region."))
                .isNotEmpty()
                .allMatch(state -> state.getValue().equals("skipped"));
    }

    @Test
    void a_setup_within_is_for_its_own_index_and_so_is_its_teardown() {
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var create = dag.task("create", item, failingAt(1, "cluster"));
            var work = dag.task("work", create, (context, cluster) -> cluster);
            var more = dag.task("more", work, (context, cluster) -> cluster).triggerRule(TriggerRule.ALL_DONE);
            dag.task("delete", context -> "deleted").asTeardownOf(create).after(more);
            return more;
        });

        assertThat(engine.states(engine.run(dag.build())))
                .containsOnly(
                        entry("region.create[0]", "success"),
                        entry("region.work[0]", "success"),
                        entry("region.more[0]", "success"),
                        entry("region.delete[0]", "success"),
                        entry("region.create[1]", "failed"),
                        entry("region.work[1]", "upstream_failed"),
                        entry("region.more[1]", "upstream_failed"),
                        entry("region.delete[1]", "upstream_failed"));
    }

    @Test
    void a_resumed_run_goes_on_at_the_indices_that_failed() {
        var broken = new boolean[] {true};
        var list = dag.task("list", context -> List.of("a", "b"));
        var region = dag.expandGroup("region", Items.<String>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, name) -> {
                seen.add("extract " + name);
                if (broken[0] && name.equals("b")) {
                    throw TaskFailure.permanent("broken");
                }
                return name;
            });
            return dag.task("load", extracted, (context, name) -> {
                seen.add("load " + name);
                return name;
            });
        });
        dag.task("report", region.results(), (context, all) -> seen.add(List.copyOf(all)));
        var built = dag.build();
        var run = engine.run(built);
        broken[0] = false;
        seen.clear();

        var resumed = engine.resume(built, run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly("extract b", "load b", List.of("a", "b"));
    }

    @Test
    void what_a_branch_within_decided_holds_when_the_run_is_resumed() {
        var broken = new boolean[] {true};
        dag.expandGroup("region", Items.of(List.of("a")), (group, item) -> {
            var choose = dag.branch("choose", context -> Branch.to("region.left"));
            var left = dag.task("left", context -> {
                        if (broken[0]) {
                            throw TaskFailure.permanent("not today");
                        }
                        return "left";
                    })
                    .after(choose);
            dag.task("right", context -> "right").after(choose);
            return left;
        });
        var built = dag.build();
        var run = engine.run(built);
        broken[0] = false;

        assertThat(engine.states(engine.resume(built, run.runId())))
                .containsOnly(
                        entry("region.choose[0]", "success"),
                        entry("region.left[0]", "success"),
                        entry("region.right[0]", "skipped"));
    }

    @ParameterizedTest(name = "over {0} items instead of 3")
    @CsvSource({"1", "2", "5"})
    void a_group_whose_list_has_another_length_at_the_rerun_loses_the_surplus_and_gains_what_is_missing(int length) {
        var broken = new boolean[] {true};
        var list = dag.task("list", context -> List.of(0, 1, 2));
        var region = dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, number) -> number);
            return dag.task("load", extracted, (context, number) -> {
                if (broken[0] && number == 0) {
                    throw TaskFailure.permanent("broken");
                }
                return number;
            });
        });
        dag.task("report", region.results(), (context, all) -> seen.add(List.copyOf(all)));
        var built = dag.build();
        var run = engine.run(built);
        broken[0] = false;
        var longer = IntStream.range(0, length).boxed().toList();
        engine.rewriteResult(run.dagId(), run.runId(), "list", longer);

        var resumed = engine.resume(built, run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(longer);
        var states = engine.states(run);
        for (int index = 0; index < Math.max(3, length); index++) {
            var state = index < length ? "success" : "removed";
            assertThat(states)
                    .contains(
                            entry("region.extract[" + index + "]", state), entry("region.load[" + index + "]", state));
        }
    }

    @Test
    void an_index_that_waits_for_its_retry_is_withdrawn_when_its_item_is_gone() {
        var list = dag.task("list", context -> List.of("a", "b"));
        var region = dag.expandGroup("region", Items.<String>from(list), (group, item) -> {
            var extracted = dag.task("extract", item, (context, name) -> {
                if (name.equals("b")) {
                    throw TaskFailure.retryable("later");
                }
                return name;
            });
            extracted.retries(Retries.upTo(1).every(Duration.ofHours(1)));
            return dag.task("load", extracted, (context, name) -> name);
        });
        dag.task("report", region.results(), (context, all) -> seen.add(List.copyOf(all)));
        var built = dag.build();
        var run = engine.start(built);
        engine.rewriteResult(run.dagId(), run.runId(), "list", List.of("a"));
        var revived = engine.afterCrash();

        var resumed = revived.resume(built, run.runId());

        assertThat(resumed.state()).isEqualTo(RunState.SUCCESS);
        assertThat(revived.states(resumed))
                .contains(
                        entry("region.extract[1]", "removed"),
                        entry("region.load[1]", "removed"),
                        entry("report", "success"));
        assertThat(seen).containsExactly(List.of("a"));
    }

    @Test
    void a_group_that_fails_fast_skips_what_has_not_begun_and_still_tears_down() {
        dag.failFast(true);
        dag.maxActiveTasks(1);
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var create = dag.task("create", context -> "cluster");
            var work = dag.task("work", create, failingAt(0, "done"));
            dag.task("delete", context -> seen.add("delete " + context.mapIndex()))
                    .asTeardownOf(create)
                    .after(work);
            return work;
        });

        var states = engine.states(engine.run(dag.build()));

        assertThat(states)
                .contains(
                        entry("region.work[0]", "failed"),
                        entry("region.work[1]", "skipped"),
                        entry("region.delete[0]", "success"));
        assertThat(seen).contains("delete 0");
    }

    @Test
    void a_skip_within_is_passed_on_at_its_index() {
        dag.expandGroup("region", Items.of(List.of("a", "b")), (group, item) -> {
            var extracted = dag.task("extract", item, skippingAt(0, "x"));
            return dag.task("load", extracted, (context, x) -> x);
        });

        assertThat(engine.states(engine.run(dag.build())))
                .contains(entry("region.load[0]", "skipped"), entry("region.load[1]", "success"));
    }

    @Test
    void a_group_may_be_mapped_over_the_results_of_a_mapped_task_and_over_those_of_a_mapped_group() {
        var doubled = dag.expand("double", List.of(1, 2), (context, number) -> number * 2);
        var first = dag.expandGroup(
                "first",
                Items.<Integer>from(doubled),
                (group, item) -> dag.task("add", item, (context, number) -> number + 1));
        dag.expandGroup(
                "second",
                Items.<Integer>from(first.results()),
                (group, item) -> dag.task("see", item, (context, number) -> seen.add(number)));

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(3, 5);
    }

    @Test
    void a_mapped_group_is_data() {
        var list = dag.task("list", context -> List.of(1));
        dag.expandGroup("region", Items.<Integer>from(list), (group, item) -> dag.task("load", item, (c, n) -> n));

        var structure = dag.build().structure();

        assertThat(structure.groups())
                .containsExactly(new GroupSpec("region", null, "", new TaskSpec.Mapping.OverResult("list")));
        assertThat(StructureJson.write(structure))
                .contains("{\"id\":\"region\",\"mappedOverResultOf\":\"list\"}")
                .contains("\"mappedWithGroup\":\"region\"");
    }

    @Test
    void what_a_mapped_group_cannot_have_is_reported_at_once() {
        var kept = new ArrayList<Input<String>>();
        var tasks = new ArrayList<TaskHandle<String>>();
        dag.expandGroup("region", Items.of(List.of("a")), (group, item) -> {
            kept.add(item);
            var load = dag.task("load", item, (context, name) -> name);
            tasks.add(load);
            dag.task("always", context -> "x").triggerRule(TriggerRule.ALWAYS);
            dag.expand("nested", List.of(1), (context, number) -> number);
            dag.expandGroup("deeper", Items.of(List.of(1)), (inner, number) -> dag.task("x", context -> 1));
            return load;
        });
        dag.task("thief", kept.get(0), (context, name) -> name);
        dag.task("outside", tasks.get(0), (context, name) -> name);

        assertThat(catchThrowableOfType(DagDefinitionException.class, dag::build)
                        .faults())
                .extracting(DagFault::toString)
                .anySatisfy(fault -> assertThat(fault).contains("region.always", "trigger rule always"))
                .anySatisfy(fault -> assertThat(fault).contains("region.nested", "mapped within"))
                .anySatisfy(fault -> assertThat(fault).contains("group \"region.deeper\"", "mapped within"))
                .anySatisfy(fault -> assertThat(fault).contains("thief", "item of group \"region\""))
                .anySatisfy(fault -> assertThat(fault).contains("outside", "results()"));
    }
}
