package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.spi.LargeValues;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XcomTest {
    private static final XcomKey<Long> ROWS = XcomKey.of("rows", Long.class);
    private static final XcomKey<List<String>> FILES = XcomKey.listOf("files", String.class);

    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");
    private final List<Object> seen = new ArrayList<>();

    record Landed(String file, long rows, @Nullable String remark) {}

    /** The engine of the test with further settings. */
    private Engine.Builder another() {
        return Engine.builder().clock(engine.clock).store(engine.store).workers(new SameThread());
    }

    @Test
    void what_a_task_pushes_another_one_pulls_by_name_and_type() {
        var land = dag.task("land", context -> {
            context.push(ROWS, 42L);
            context.push(FILES, List.of("a", "b"));
            context.push(XcomKey.of("nothing", String.class), null);
            return "landed";
        });
        dag.task(
                        "report",
                        context -> seen.addAll(List.of(
                                context.pull("land", ROWS).orElseThrow(),
                                context.pull("land", FILES).orElseThrow(),
                                context.pull("land", XcomKey.result(String.class))
                                        .orElseThrow(),
                                context.pull("land", XcomKey.of("nothing", String.class)),
                                context.pull("nobody", ROWS))))
                .after(land);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(42L, List.of("a", "b"), "landed", Optional.empty(), Optional.empty());
    }

    @Test
    void a_value_of_another_type_is_an_error_that_names_it() {
        var land = dag.task("land", context -> {
            context.push(FILES, List.of("a"));
            return null;
        });
        dag.task("report", context -> context.pull("land", XcomKey.of("files", Long.class)))
                .after(land);

        var run = engine.run(dag.build());

        assertThat(engine.store.attempts("sales", run.runId()))
                .extracting(Attempt::error)
                .contains("the XCom \"files\" of land is no Long but a List");
    }

    @Test
    void many_tasks_and_map_indexes_are_pulled_in_the_order_asked() {
        var mapped = dag.expand("land", List.of("x", "y", "z"), (context, file) -> {
            if (context.mapIndex() != 1) {
                context.push(ROWS, 10L + context.mapIndex());
            }
            return file;
        });
        var single = dag.task("single", context -> {
            context.push(ROWS, 5L);
            return null;
        });
        dag.task("report", context -> {
                    seen.add(context.xcoms(ROWS).of("single", "land").all());
                    seen.add(context.xcoms(ROWS).of("land").at(2, 1, 0).all());
                    seen.add(context.xcoms(XcomKey.result(String.class))
                            .of("land")
                            .all());
                    seen.add(context.xcoms(ROWS).find());
                    return null;
                })
                .after(mapped, single);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen)
                .containsExactly(List.of(5L, 10L, 12L), List.of(12L, 10L), List.of("x", "y", "z"), Optional.empty());
    }

    @Test
    void values_of_other_runs_are_found_by_run_or_by_date() {
        dag.param("push", true, "whether it pushes");
        dag.task("land", context -> {
            if (context.param("push", Boolean.class)) {
                context.push(ROWS, context.logicalDate().getEpochSecond());
            }
            seen.add(context.xcoms(ROWS).includingPriorDates().all());
            seen.add(context.xcoms(ROWS).inRun("first").all());
            return null;
        });
        var built = dag.build();
        start(built, "first", 1, true);
        start(built, "second", 2, true);
        start(built, "third", 3, false);
        assertThat(seen.subList(4, 6)).containsExactly(List.of(2L), List.of(1L));

        var other = Dag.named("other");
        other.task(
                "look",
                context -> seen.add(
                        context.xcoms(ROWS).inRun("sales", "second").of("land").find()));
        engine.run(other.build());

        assertThat(seen).last().isEqualTo(Optional.of(2L));
    }

    private void start(Dag built, String runId, long second, boolean push) {
        engine.engine.start(
                built,
                RunRequest.manual()
                        .runId(runId)
                        .logicalDate(Instant.ofEpochSecond(second))
                        .params(Map.of("push", push)));
    }

    @Test
    void a_fresh_attempt_begins_without_what_the_one_before_has_pushed() {
        dag.task("land", context -> {
                    seen.add(context.xcoms(ROWS).find());
                    context.push(ROWS, 1L);
                    if (context.tryNumber() == 1) {
                        throw new IllegalStateException("once");
                    }
                    return null;
                })
                .retries(Retries.upTo(1).every(Duration.ofMinutes(1)));

        engine.run(dag.build());

        assertThat(seen).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void going_on_after_a_deferral_keeps_what_was_pushed_before() {
        dag.task("land", new DeferrableOperator<String, Instant, Long>() {
            @Override
            public Step<String, Long> start(TaskContext context) {
                context.push(ROWS, 7L);
                return Step.waiting("");
            }

            @Override
            public Trigger<Instant> trigger(TaskContext context, String state) {
                return Trigger.after(Duration.ofMinutes(1));
            }

            @Override
            public Step<String, Long> resume(TaskContext context, String state, @Nullable Instant event) {
                return Step.done(context.xcoms(ROWS).find().orElse(0L));
            }
        });

        var run = engine.run(dag.build());

        assertThat(engine.store
                        .result(new TaskInstanceKey("sales", run.runId(), "land", -1))
                        .orElseThrow()
                        .json())
                .isEqualTo("7");
    }

    @Test
    void clearing_an_instance_removes_its_values() {
        dag.task("land", context -> {
            context.push(ROWS, 1L);
            return "x";
        });
        var built = dag.build();
        var run = engine.run(built);
        var key = new TaskInstanceKey("sales", run.runId(), "land", -1);
        assertThat(engine.store.xcom(key, "rows")).isPresent();

        engine.engine.operations().clear(built, run.runId(), TaskSelection.of("land"));

        assertThat(engine.store.xcom(key, "rows")).isEmpty();
        assertThat(engine.store.result(key)).isEmpty();
    }

    @Test
    void multiple_outputs_are_handed_on_one_by_one_too() {
        var record = dag.task("record", context -> new Landed("a.csv", 3, null)).multipleOutputs();
        var map =
                dag.task("map", context -> Map.of("rows", 4L, "file", "b.csv")).multipleOutputs();
        dag.task("report", context -> {
                    seen.add(context.xcoms(ROWS).of("record", "map").all());
                    seen.add(context.pull("record", XcomKey.of("file", String.class)));
                    seen.add(context.pull("record", XcomKey.of("remark", String.class)));
                    return null;
                })
                .after(record, map);
        dag.task("text", context -> "no parts").multipleOutputs().retries(Retries.upTo(1));

        var run = engine.run(dag.build());

        assertThat(seen).containsExactly(List.of(3L, 4L), Optional.of("a.csv"), Optional.empty());
        assertThat(engine.states(run)).contains(entry("text", "failed"), entry("report", "success"));
    }

    @Test
    void templates_pull_with_the_arguments_that_airflow_has() {
        var land = dag.expand("land", List.of(1, 2), (context, item) -> {
            context.push(ROWS, 10L * item);
            return item;
        });
        var single = dag.task("single", context -> {
            context.push(XcomKey.of("file", String.class), "a.csv");
            return "done";
        });
        dag.task("report", context -> {
                    for (var text : List.of(
                            "{{ ti.xcom_pull(task_ids='single', key='file') }}",
                            "{{ ti.xcom_pull('single') }} by try {{ ti.try_number }}",
                            "{{ task_instance.xcom_pull(task_ids=['single', 'land'])[1] }}",
                            "{{ ti.xcom_pull(task_ids='land', key='rows', map_indexes=1) }}",
                            "{{ ti.xcom_pull(task_ids='nobody', default='none') }}",
                            "{{ ti.xcom_pull(task_ids='nobody') }}")) {
                        seen.add(context.render(text));
                    }
                    return null;
                })
                .after(land, single);

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly("a.csv", "done by try 1", "1", "20", "none", "None");
    }

    @Test
    void a_result_cannot_be_pushed_and_a_name_cannot_be_blank() {
        dag.task("land", context -> {
            assertThatThrownBy(() -> context.push(XcomKey.result(String.class), "x"))
                    .isInstanceOf(IllegalArgumentException.class);
            return null;
        });
        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThatThrownBy(() -> XcomKey.of(" ", String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_value_that_is_too_large_is_refused_with_its_task_its_name_and_its_size() throws Exception {
        dag.task("push", context -> {
            context.push(XcomKey.of("text", String.class), "ä".repeat(60));
            return null;
        });
        dag.task("result", context -> "x".repeat(99)).retries(Retries.upTo(3));
        dag.task("fits", context -> "x".repeat(98));
        try (var small = another().maxXcomBytes(100).build()) {
            var run = small.run(dag.build(), RunRequest.manual());

            assertThat(engine.states(run))
                    .containsOnly(entry("push", "failed"), entry("result", "failed"), entry("fits", "success"));
            assertThat(engine.store.attempts("sales", run.runId()))
                    .extracting(Attempt::error)
                    .anySatisfy(error -> assertThat(error)
                            .contains("the value \"text\" of task \"push\" has 122 bytes", "at most 100"))
                    .anySatisfy(error ->
                            assertThat(error).contains("the value \"return_value\" of task \"result\" has 101 bytes"));
        }
    }

    @Test
    void large_values_are_kept_elsewhere_and_go_when_the_instance_begins_anew(@TempDir Path folder) throws Exception {
        var kept = new TreeMap<String, String>();
        var files = FolderLargeValues.at(folder);
        LargeValues place = new LargeValues() {
            @Override
            public void put(String key, String json) {
                kept.put(key, json);
                files.put(key, json);
            }

            @Override
            public Optional<String> get(String key) {
                return files.get(key);
            }

            @Override
            public void deleteUnder(String under) {
                kept.keySet().removeIf(key -> key.startsWith(under + "/"));
                files.deleteUnder(under);
            }
        };
        var large = "x".repeat(200);
        var land = dag.task("land", context -> {
            context.push(XcomKey.of("../text", String.class), large + context.tryNumber());
            return List.of(large, "b");
        });
        dag.expand("each", land, (context, item) -> item.length());
        dag.task(
                "report",
                land,
                (context, items) -> seen.addAll(List.of(
                        items.get(0).length(),
                        context.pull("land", XcomKey.of("../text", String.class))
                                .orElseThrow())));
        var built = dag.build();
        try (var roomy = another().largeValues(place, 100).build()) {
            var run = roomy.run(built, RunRequest.manual().runId("r1"));

            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(seen).containsExactly(200, large + 1);
            assertThat(kept.keySet())
                    .containsExactly("sales/r1/land/-1/1/%2E%2E%2Ftext.json", "sales/r1/land/-1/1/return_value.json");
            assertThat(engine.store
                            .result(new TaskInstanceKey("sales", "r1", "land", -1))
                            .orElseThrow()
                            .json())
                    .hasSizeLessThan(100);

            roomy.operations().clear(built, "r1", TaskSelection.of("land"));
            assertThat(kept).isEmpty();
            assertThat(files.get("sales/r1/land/-1/1/return_value.json")).isEmpty();
            roomy.startAdopting(built, "r1").await();
            assertThat(kept.keySet())
                    .allMatch(key -> key.startsWith("sales/r1/land/-1/2/"))
                    .hasSize(2);
        }
    }
}
