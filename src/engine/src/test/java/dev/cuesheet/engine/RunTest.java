package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.File;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");
    private final List<Object> seen = new ArrayList<>();

    record Landed(String key, long bytes) {}

    private static final Operator<String> SUCCEEDS = context -> "done";

    private static final Operator<String> FAILS = context -> {
        throw TaskFailure.permanent("no such file");
    };

    private static final Operator<String> SKIPS = context -> {
        throw new TaskSkipped("nothing new");
    };

    private TaskInstance instance(DagRun run, String name) {
        return engine.store.taskInstances(run.dagId(), run.runId()).stream()
                .filter(instance -> instance.key().display().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_result_reaches_the_tasks_that_take_it_as_input() {
        var landed = dag.task("land", context -> new Landed("sales.csv", 12));
        var doubled = dag.task("double", landed, (context, file) -> file.bytes() * 2);
        dag.task("report", landed, doubled, (context, file, bytes) -> seen.add(file.key() + " " + bytes));

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly("sales.csv 24");
    }

    @Test
    void a_run_is_named_and_dated_as_in_airflow() {
        var run = engine.run(dag.build());

        assertThat(run.runId()).isEqualTo("manual__2024-05-01T02:00:00+00:00");
        assertThat(run.logicalDate()).isEqualTo(Instant.parse("2024-05-01T02:00:00Z"));
        assertThat(run.owner()).isNull();
    }

    @Test
    void the_details_of_a_run_have_its_tasks_in_the_order_of_the_dag() {
        var last = dag.task("z_first", SUCCEEDS);
        dag.expand("m_second", List.of(1, 2), (context, item) -> item).after(last);
        dag.task("a_last", SUCCEEDS).after(last);

        var run = engine.run(dag.build());

        assertThat(engine.engine
                        .history()
                        .details("sales", run.runId())
                        .orElseThrow()
                        .instances())
                .extracting(instance -> instance.key().display())
                .containsExactly("z_first", "m_second[0]", "m_second[1]", "a_last");
    }

    @Test
    void a_run_without_tasks_succeeds() {
        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_mapped_task_runs_once_for_each_item_and_its_results_come_back_in_order() {
        var names = dag.task("list", context -> List.of("a", "b", "c"));
        var landed = dag.expand("land", names, (context, name) -> name + context.mapIndex());
        dag.task("report", landed, (context, all) -> seen.add(all));

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(List.of("a0", "b1", "c2"));
        assertThat(engine.states(run))
                .containsOnly(
                        entry("list", "success"),
                        entry("land[0]", "success"),
                        entry("land[1]", "success"),
                        entry("land[2]", "success"),
                        entry("report", "success"));
    }

    @Test
    void listeners_hear_of_mapped_instances_after_the_end_of_what_they_wait_for() {
        var names = dag.task("list", context -> List.of("a"));
        dag.expand("land", names, (context, name) -> name);

        engine.run(dag.build());

        var heard = engine.changes.stream()
                .map(instance ->
                        instance.key().display() + " " + instance.state().label())
                .toList();
        assertThat(heard).containsSubsequence("list success", "land[0] queued");
    }

    @Test
    void a_mapped_task_may_be_mapped_over_the_results_of_another() {
        var first = dag.expand("first", List.of(1, 2, 3), (context, number) -> number * 10);
        var second = dag.expand("second", first, (context, number) -> number + 1);
        dag.task("sum", second, (context, all) -> seen.add(all));

        engine.run(dag.build());

        assertThat(seen).containsExactly(List.of(11, 21, 31));
    }

    @Test
    void instances_without_a_result_are_absent_from_the_list() {
        var landed = dag.expand("land", List.of(0, 1, 2, 3), (context, number) -> {
            if (number == 1) {
                throw new TaskSkipped("odd");
            }
            return number == 2 ? null : number;
        });
        dag.task("report", landed, (context, all) -> seen.add(all)).triggerRule(TriggerRule.NONE_FAILED);

        engine.run(dag.build());

        assertThat(seen).containsExactly(List.of(0, 3));
    }

    @Test
    void a_task_mapped_over_nothing_is_skipped() {
        var none = dag.task("list", context -> List.<String>of());
        var landed = dag.expand("land", none, (context, name) -> name);
        dag.expand("land_again", landed, (context, name) -> name).triggerRule(TriggerRule.ALL_DONE);
        dag.task("report", landed, (context, all) -> "never");

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(engine.states(run))
                .containsOnly(
                        entry("list", "success"),
                        entry("land", "skipped"),
                        entry("land_again", "skipped"),
                        entry("report", "skipped"));
    }

    @Test
    void a_task_mapped_over_what_failed_is_upstream_failed_whatever_its_rule() {
        TaskHandle<List<String>> failing = dag.task("list", context -> {
            throw TaskFailure.permanent("no");
        });
        dag.expand("land", failing, (context, name) -> name).triggerRule(TriggerRule.ALL_DONE);

        assertThat(engine.states(engine.run(dag.build())))
                .containsOnly(entry("list", "failed"), entry("land", "upstream_failed"));
    }

    @Test
    void a_task_that_others_are_mapped_over_fails_without_a_list_and_says_so() {
        TaskHandle<List<String>> nothing = dag.task("list", context -> null);
        dag.expand("land", nothing, (context, name) -> name);

        var run = engine.run(dag.build());

        assertThat(instance(run, "list").state()).isEqualTo(TaskInstanceState.FAILED);
        assertThat(instance(run, "list").note()).contains("mapped over").contains("no list");
        assertThat(instance(run, "land").state()).isEqualTo(TaskInstanceState.UPSTREAM_FAILED);
    }

    @Test
    void one_failed_item_fails_what_needs_all_of_them_and_leaves_the_others_be() {
        var landed = dag.expand("land", List.of(1, 2, 3), (context, number) -> {
            if (number == 2) {
                throw TaskFailure.permanent("broken");
            }
            return number;
        });
        dag.task("report", landed, (context, all) -> "never");

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.states(run))
                .containsOnly(
                        entry("land[0]", "success"),
                        entry("land[1]", "failed"),
                        entry("land[2]", "success"),
                        entry("report", "upstream_failed"));
    }

    @Test
    void what_a_failure_leaves_undone_is_upstream_failed_and_fails_the_run() {
        var land = dag.task("land", FAILS);
        var refine = dag.task("refine", SUCCEEDS).after(land);
        dag.task("report", SUCCEEDS).after(refine);
        dag.task("other", SUCCEEDS);

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.FAILED);
        assertThat(engine.states(run))
                .containsOnly(
                        entry("land", "failed"),
                        entry("refine", "upstream_failed"),
                        entry("report", "upstream_failed"),
                        entry("other", "success"));
        assertThat(instance(run, "land").note()).isEqualTo("no such file");
    }

    @Test
    void a_failure_that_its_leaf_tolerates_does_not_fail_the_run() {
        var land = dag.task("land", FAILS);
        dag.task("clean_up", SUCCEEDS).after(land).triggerRule(TriggerRule.ALL_DONE);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "ALL_SUCCESS, skipped",
        "NONE_FAILED_MIN_ONE_SUCCESS, success",
        "ALL_DONE, success",
        "ONE_SUCCESS, success",
        "NONE_SKIPPED, skipped",
        "ALL_FAILED, skipped",
        "ONE_FAILED, skipped",
        "ALWAYS, success"
    })
    void a_join_after_a_skipped_branch_follows_its_rule(TriggerRule rule, String state) {
        var start = dag.task("start", SUCCEEDS);
        var left = dag.task("left", SUCCEEDS).after(start);
        var right = dag.task("right", SKIPS).after(start);
        dag.task("join", SUCCEEDS).after(left, right).triggerRule(rule);

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("join", state);
    }

    @Test
    void the_input_of_a_task_that_runs_after_a_failure_is_null() {
        var land = dag.task("land", FAILS);
        dag.task("report", land, (context, file) -> seen.add(String.valueOf(file)))
                .triggerRule(TriggerRule.ALL_DONE);

        engine.run(dag.build());

        assertThat(seen).containsExactly("null");
    }

    @Test
    void a_failed_attempt_is_tried_again_only_once_its_delay_has_passed() {
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
        assertThat(engine.states(run.dagId(), run.runId())).containsEntry("refine", "up_for_retry");

        engine.advance(Duration.ofSeconds(1));
        assertThat(engine.attempts(run, "refine")).isEqualTo(2);
    }

    @Test
    void attempts_are_one_more_than_retries_and_all_are_kept() {
        dag.retries(Retries.upTo(2).backingOffFrom(Duration.ofSeconds(10)));
        dag.task("refine", context -> {
            throw new IllegalStateException("try " + context.tryNumber());
        });

        var run = engine.run(dag.build());

        assertThat(engine.store.attempts("sales", run.runId()))
                .extracting(Attempt::tryNumber, Attempt::state, Attempt::error)
                .containsExactly(
                        tuple(1, TaskInstanceState.UP_FOR_RETRY, "IllegalStateException: try 1"),
                        tuple(2, TaskInstanceState.UP_FOR_RETRY, "IllegalStateException: try 2"),
                        tuple(3, TaskInstanceState.FAILED, "IllegalStateException: try 3"));
    }

    @Test
    void a_permanent_failure_is_not_tried_again() {
        dag.retries(Retries.upTo(5));
        dag.task("refine", FAILS);

        var run = engine.run(dag.build());

        assertThat(instance(run, "refine").tryNumber()).isEqualTo(1);
        assertThat(instance(run, "refine").state()).isEqualTo(TaskInstanceState.FAILED);
    }

    @Test
    void an_error_of_the_jvm_fails_the_attempt_and_not_the_engine() {
        dag.task("refine", context -> {
            throw new NoClassDefFoundError("dev/cuesheet/Missing");
        });

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.FAILED);
    }

    @Test
    void a_result_that_cannot_be_stored_fails_its_task_at_once() {
        dag.retries(Retries.upTo(5));
        dag.task("land", context -> new File("x"));

        var run = engine.run(dag.build());

        assertThat(instance(run, "land").note()).contains("\"land\"").contains("java.io.File");
        assertThat(instance(run, "land").tryNumber()).isEqualTo(1);
    }

    @Test
    void a_result_of_a_failed_attempt_does_not_outlive_it_but_notes_do() {
        dag.task("refine", context -> {
                    seen.add(context.state().get("job"));
                    context.state().put("job", "j-" + context.tryNumber());
                    if (context.tryNumber() < 3) {
                        throw new IllegalStateException();
                    }
                    return "done";
                })
                .retries(Retries.upTo(2));

        engine.run(dag.build());

        assertThat(seen).containsExactly(Optional.empty(), Optional.of("j-1"), Optional.of("j-2"));
    }

    @Test
    void params_are_the_defaults_overlaid_by_what_the_run_was_given() {
        dag.param("year", 2008, "").param("region", "east", "").param("rate", new BigDecimal("0.1"), "");
        dag.task(
                "report",
                context -> seen.add(context.param("year", Integer.class)
                        + context.param("year", long.class)
                        + context.param("region", String.class)
                        + context.params().get("rate")
                        + context.render("{{ params.year }}")));

        engine.engine.start(dag.build(), RunRequest.manual().params(Map.of("year", "2010", "rate", "0.25")));

        assertThat(seen).containsExactly("4020east0.252010");
    }

    @Test
    void params_that_do_not_fit_are_refused_before_a_run_is_made() {
        dag.param("year", 2008, "").param("source", null, "where from");
        var built = dag.build();

        assertThatThrownBy(() -> engine.engine.start(built, RunRequest.manual().params(Map.of("jahr", 1))))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("\"jahr\"")
                .hasMessageContaining("year, source");
        assertThatThrownBy(() ->
                        engine.engine.start(built, RunRequest.manual().params(Map.of("year", "late", "source", "x"))))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("must be of type Integer, like 2008");
        assertThatThrownBy(() -> engine.start(built))
                .isInstanceOf(InvalidParamException.class)
                .hasMessageContaining("\"source\"")
                .hasMessageContaining("where from");
        assertThat(engine.store.runs(null, 10)).isEmpty();
    }

    @Test
    void a_template_error_names_the_operators_field() {
        record Copy(String to) implements Operator<String> {
            @Override
            public String execute(TaskContext context) {
                return context.render(to);
            }

            @Override
            public Map<String, String> templates() {
                return Map.of("to", to);
            }
        }
        dag.task("copy", new Copy("{{ params['nope'] }}"));

        var run = engine.run(dag.build());

        assertThat(instance(run, "copy").note()).contains("template of to").contains("nope");
    }

    @Test
    void listeners_hear_every_change_in_order_and_cannot_harm_the_run() {
        var throwing = new RunListener() {
            @Override
            public void taskInstanceChanged(TaskInstance instance) {
                throw new IllegalStateException("bad listener");
            }
        };
        var heard = new ArrayList<String>();
        var hearing = new RunListener() {
            @Override
            public void runStarted(Dag started, DagRun run) {
                heard.add("started " + started.id());
            }

            @Override
            public void taskInstanceChanged(TaskInstance instance) {
                heard.add(instance.state().label());
            }

            @Override
            public void progress(TaskInstanceKey key, String unit, long done, long total) {
                heard.add(key.display() + " " + done + "/" + total + " " + unit);
            }

            @Override
            public void runFinished(DagRun run) {
                heard.add("finished " + run.state().label());
            }
        };
        dag.task("land", context -> {
            context.progress().update("bytes", 1, 2);
            return "x";
        });
        var listened = Engine.builder()
                .clock(engine.clock)
                .workers(new SameThread())
                .listener(throwing)
                .listener(hearing)
                .build();

        listened.start(dag.build(), RunRequest.manual());

        assertThat(heard)
                .containsExactly(
                        "started sales", "none", "queued", "running", "land 1/2 bytes", "success", "finished success");
    }

    @Test
    void no_more_tasks_of_a_run_are_under_way_than_the_dag_allows() {
        var held = new ArrayList<Runnable>();
        dag.maxActiveTasks(2);
        for (int i = 0; i < 5; i++) {
            dag.task("task" + i, SUCCEEDS);
        }
        var slow = Engine.builder()
                .clock(engine.clock)
                .store(engine.store)
                .workers(held::add)
                .build();

        var run = slow.start(dag.build(), RunRequest.manual());

        assertThat(held).hasSize(2);
        assertThat(engine.states("sales", run.runId()).values())
                .containsExactlyInAnyOrder("queued", "queued", "scheduled", "scheduled", "scheduled");
        held.remove(0).run();
        assertThat(held).hasSize(2);
    }
}
