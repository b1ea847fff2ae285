package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MappingTest {
    private final TestEngine engine = TestEngine.at("2024-05-01T02:00:00Z");
    private final DagBuilder dag = Dag.named("sales");
    private final List<Object> seen = Collections.synchronizedList(new ArrayList<>());

    private TaskFunction<Object, Object> sees() {
        return (context, item) -> {
            seen.add(item);
            return item;
        };
    }

    @Test
    void of_two_lists_every_pair_is_taken_and_the_second_varies_fastest() {
        var years = dag.task("years", context -> List.of(2023, 2024));
        dag.expand("load", Items.<Integer>from(years), Items.of(List.of("a", "b", "c")), (context, year, letter) -> {
            seen.add(context.mapIndex() + " " + year + letter);
            return null;
        });

        engine.run(dag.build());

        assertThat(seen).containsExactly("0 2023a", "1 2023b", "2 2023c", "3 2024a", "4 2024b", "5 2024c");
    }

    @Test
    void lists_can_be_zipped_until_the_shorter_one_ends_or_filled_up() {
        var letters = Items.of(List.of("a", "b", "c"));
        var numbers = Items.of(List.of(1, 2));
        dag.expand("short", letters.zip(numbers, (letter, number) -> letter + number), sees());
        dag.expand("long", letters.zipFilling(numbers, "none", 9, (letter, number) -> letter + number), sees());

        engine.run(dag.build());

        assertThat(seen).containsExactly("a1", "a1", "b2", "b2", "c9");
    }

    @Test
    void a_list_can_go_on_with_another_one() {
        var first = dag.task("first", context -> List.of("a", "b"));
        dag.expand("land", Items.<String>from(first).concat(Items.of(List.of("c"))), sees());

        engine.run(dag.build());

        assertThat(seen).containsExactly("a", "b", "c");
    }

    @Test
    void the_entries_of_a_map_are_items_too() {
        var sizes = dag.task("sizes", context -> {
            Map<String, Integer> map = new LinkedHashMap<>();
            map.put("x", 1);
            map.put("a", 2);
            return map;
        });
        dag.expand("land", Items.fromMap(sizes).map(entry -> entry.getKey() + entry.getValue()), sees());

        engine.run(dag.build());

        assertThat(seen).containsExactly("x1", "a2");
    }

    @Test
    void a_function_over_the_items_skips_the_index_that_it_says() {
        var numbers = dag.task("numbers", context -> List.of(1, 2, 3));
        var even = Items.<Integer>from(numbers).map(number -> {
            if (number == 2) {
                throw new TaskSkipped("not this one");
            }
            return number * 100;
        });
        dag.expand("land", even, sees());

        var run = engine.run(dag.build());

        assertThat(seen).containsExactly(100, 300);
        assertThat(engine.states(run))
                .contains(entry("land[0]", "success"), entry("land[1]", "skipped"), entry("land[2]", "success"));
    }

    @Test
    void a_function_over_the_items_that_throws_fails_its_index_alone() {
        dag.expand(
                "land",
                Items.of(List.of(1, 0)).map(number -> {
                    if (number == 0) {
                        throw new ArithmeticException("by zero");
                    }
                    return 10 / number;
                }),
                sees());

        var run = engine.run(dag.build());

        assertThat(engine.states(run)).containsOnly(entry("land[0]", "success"), entry("land[1]", "failed"));
        assertThat(engine.store.taskInstances("sales", run.runId()))
                .anySatisfy(instance -> assertThat(instance.note()).contains("by zero"));
    }

    private record Copy(String from, String to) implements Operator<String> {
        @Override
        public String execute(TaskContext context) {
            return from + ">" + to;
        }
    }

    @Test
    void an_operator_can_be_made_of_each_item() {
        var plan = dag.task("plan", context -> List.of(Map.of("from", "a", "to", "b"), Map.of("from", "c", "to", "d")));
        var copied = dag.expandKwargs(
                "copy", Items.from(plan), arguments -> new Copy(arguments.get("from"), arguments.get("to")));
        dag.task("report", copied, (context, all) -> {
            seen.addAll(all);
            return null;
        });

        engine.run(dag.build());

        assertThat(seen).containsExactly("a>b", "c>d");
    }

    @Test
    void each_instance_can_take_the_result_of_another_task_besides_its_item() {
        var bucket = dag.task("bucket", context -> "raw");
        dag.expand("land", Items.of(List.of("a", "b")), bucket, (context, file, place) -> {
            seen.add(place + "/" + file);
            return null;
        });

        engine.run(dag.build());

        assertThat(seen).containsExactly("raw/a", "raw/b");
    }

    private record Shop(String city, int number) {}

    @Test
    void an_instance_has_the_name_that_its_template_makes_of_item_and_result_after_the_attempt() {
        dag.expand("open", List.of(new Shop("Rome", 1), new Shop("Oslo", 2)), (context, shop) -> {
                    if (shop.number() == 2) {
                        throw TaskFailure.permanent("closed");
                    }
                    return "opened";
                })
                .mapIndexTemplate("{{ item.city }} {{ ds }}");
        dag.expand("count", List.of("a", "b"), (context, name) -> context.mapIndex() * 5)
                .mapIndexTemplate("{{ item }}: {{ result }}");
        dag.expandGroup(
                "shop",
                Items.of(List.of("x")),
                (group, item) ->
                        dag.task("sweep", item, (context, name) -> name).mapIndexTemplate("sweep {{ item }}"));

        var run = engine.run(dag.build());

        assertThat(nameOf(run, "open", 0)).contains("Rome 2024-05-01");
        assertThat(nameOf(run, "open", 1)).contains("Oslo 2024-05-01");
        assertThat(nameOf(run, "count", 1)).contains("b: 5");
        assertThat(nameOf(run, "shop.sweep", 0)).contains("sweep x");
    }

    @Test
    void a_name_that_cannot_be_made_does_not_harm_the_task() {
        dag.expand("count", List.of("a"), (context, name) -> null).mapIndexTemplate("{{ result }}");

        var run = engine.run(dag.build());

        assertThat(run.state()).isEqualTo(RunState.SUCCESS);
        assertThat(nameOf(run, "count", 0)).isEmpty();
    }

    private Optional<String> nameOf(DagRun run, String taskId, int mapIndex) {
        return engine.engine.history().mapIndexName(new TaskInstanceKey(run.dagId(), run.runId(), taskId, mapIndex));
    }

    private static final class ListsNothing implements Operator<String> {
        @Override
        public String execute(TaskContext context) {
            return "no list";
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void faults_of_mapping_are_reported_at_once_with_their_tasks() {
        var text = (TaskHandle) dag.task("text", new ListsNothing());
        var branch = (TaskHandle) dag.branch("branch", context -> Branch.nowhere());
        dag.expand("over_text", text, sees());
        dag.expand("over_branch", Items.from(branch), sees());
        dag.expandGroup("group_over_text", Items.from(text), (group, item) -> dag.task("in", context -> 1));
        dag.expand("unknown", List.of(1), sees()).mapIndexTemplate("{{ itm }}");
        dag.task("single", context -> 1).mapIndexTemplate("{{ item }}");

        assertThat(catchThrowableOfType(DagDefinitionException.class, dag::build)
                        .faults())
                .extracting(DagFault::toString)
                .anySatisfy(fault -> assertThat(fault).contains("\"over_text\"", "\"text\"", "String"))
                .anySatisfy(fault -> assertThat(fault).contains("\"over_branch\"", "\"branch\"", "Branch"))
                .anySatisfy(fault -> assertThat(fault).contains("\"group_over_text\"", "\"text\"", "String"))
                .anySatisfy(fault -> assertThat(fault).contains("\"unknown\"", "\"itm\""))
                .anySatisfy(fault -> assertThat(fault).contains("\"single\"", "neither mapped"));
    }

    @Test
    void the_results_of_a_mapped_task_can_be_mapped_over_with_a_function() {
        var squares = dag.expand("square", List.of(1, 2, 3), (context, number) -> number * number);
        dag.expand("land", Items.<Integer>from(squares).map(square -> square + 1), sees());

        engine.run(dag.build());

        assertThat(seen).containsExactly(2, 5, 10);
    }

    @Test
    void a_list_that_is_too_long_fails_the_task_that_made_it_after_its_retries() {
        var list = dag.task("list", context -> Collections.nCopies(1025, "x")).retries(Retries.upTo(1));
        dag.expand("land", list, sees());

        var run = engine.run(dag.build());

        assertThat(engine.states(run)).containsOnly(entry("list", "failed"), entry("land", "upstream_failed"));
        assertThat(engine.store.taskInstances("sales", run.runId())).anySatisfy(instance -> {
            assertThat(instance.note()).contains("1025", "1024");
            assertThat(instance.tryNumber()).isEqualTo(2);
        });
    }

    @Test
    void a_list_as_long_as_is_allowed_is_mapped_over() {
        var list = dag.task("list", context -> Collections.nCopies(1024, "x"));
        dag.expand("land", list, sees());

        engine.run(dag.build());

        assertThat(seen).hasSize(1024);
    }

    @Test
    void results_of_mapped_instances_are_read_one_by_one_as_the_reader_asks() {
        var made = dag.expand("make", List.of(1, 2, 3), (context, number) -> number);
        dag.task("first", made, (context, all) -> {
            seen.add(all.get(0) == all.get(0));
            seen.add(all.size());
            return all.get(1);
        });

        assertThat(engine.run(dag.build()).state()).isEqualTo(RunState.SUCCESS);
        assertThat(seen).containsExactly(true, 3);
    }

    @Test
    void a_list_that_shrinks_until_the_rerun_removes_the_surplus_and_one_that_grows_adds_what_is_missing() {
        var length = new int[] {4};
        var broken = new boolean[] {true};
        var list = dag.task(
                "list", context -> IntStream.range(0, length[0]).boxed().toList());
        var landed = dag.expand("land", list, (context, number) -> {
            if (broken[0] && number >= 1) {
                throw TaskFailure.permanent("broken");
            }
            return number;
        });
        dag.task("report", landed, (context, all) -> {
            seen.add(List.copyOf(all));
            return null;
        });
        var built = dag.build();
        var run = engine.run(built);
        broken[0] = false;

        rewriteList(run, 2);
        engine.resume(built, run.runId());

        assertThat(engine.states(run))
                .contains(
                        entry("land[0]", "success"),
                        entry("land[1]", "success"),
                        entry("land[2]", "removed"),
                        entry("land[3]", "removed"),
                        entry("report", "success"));
        assertThat(seen).containsExactly(List.of(0, 1));
    }

    @Test
    void a_list_that_grows_until_the_rerun_adds_what_is_missing() {
        var broken = new boolean[] {true};
        var list = dag.task("list", context -> List.of(0, 1));
        var landed = dag.expand("land", list, (context, number) -> {
            if (broken[0] && number == 1) {
                throw TaskFailure.permanent("broken");
            }
            return number;
        });
        dag.task("report", landed, (context, all) -> {
            seen.add(List.copyOf(all));
            return null;
        });
        var built = dag.build();
        var run = engine.run(built);
        broken[0] = false;

        rewriteList(run, 3);
        engine.resume(built, run.runId());

        assertThat(engine.states(run)).contains(entry("land[2]", "success"), entry("report", "success"));
        assertThat(seen).containsExactly(List.of(0, 1, 2));
    }

    /** As if the list had been made again with another length. */
    private void rewriteList(DagRun run, int length) {
        engine.rewriteResult(
                run.dagId(),
                run.runId(),
                "list",
                IntStream.range(0, length).boxed().toList());
    }
}
