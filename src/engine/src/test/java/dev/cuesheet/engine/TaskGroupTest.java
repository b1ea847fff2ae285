package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.internal.json.StructureJson;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskGroupTest {
    private static final Operator<String> DONE = context -> "done";

    private final DagBuilder dag = Dag.named("sales");

    private static List<String> faultsOf(DagBuilder dag) {
        return catchThrowableOfType(DagDefinitionException.class, dag::build).faults().stream()
                .map(DagFault::toString)
                .toList();
    }

    private static List<String> upstream(Dag dag, String taskId) {
        return dag.find(taskId).orElseThrow().upstream();
    }

    @Test
    void ids_begin_with_those_of_the_groups_around() {
        dag.group("extract", outer -> {
            dag.task("list", DONE);
            dag.group("parts", inner -> dag.task("copy", DONE));
        });

        assertThat(dag.build().tasks()).extracting(TaskSpec::id).containsExactly("extract.list", "extract.parts.copy");
    }

    @Test
    void a_group_can_leave_its_id_out_of_the_ids_of_its_tasks() {
        dag.group("extract", outer -> {
            outer.withoutPrefix();
            dag.task("list", DONE);
            dag.group("parts", inner -> dag.task("copy", DONE));
        });

        assertThat(dag.build().tasks()).extracting(TaskSpec::id).containsExactly("list", "parts.copy");
    }

    @Test
    void a_prefix_cannot_be_left_out_once_there_are_tasks() {
        var group = dag.group("extract", extract -> dag.task("list", DONE));

        assertThatThrownBy(group::withoutPrefix)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"extract\"");
    }

    @Test
    void after_a_group_is_after_all_its_leaves_and_a_group_after_something_is_its_roots() {
        var start = dag.task("start", DONE);
        var extract = dag.group("extract", group -> {
            var a = dag.task("a", DONE);
            dag.task("b", DONE).after(a);
            dag.task("c", DONE).after(a);
        });
        var load = dag.group("load", group -> {
                    var d = dag.task("d", DONE);
                    dag.task("e", DONE);
                    dag.task("f", DONE).after(d);
                })
                .after(extract);
        extract.after(start);
        dag.task("report", DONE).after(load);

        var built = dag.build();

        assertThat(upstream(built, "extract.a")).containsExactly("start");
        assertThat(upstream(built, "extract.b")).containsExactly("extract.a");
        assertThat(upstream(built, "load.d")).containsExactly("extract.b", "extract.c");
        assertThat(upstream(built, "load.e")).containsExactly("extract.b", "extract.c");
        assertThat(upstream(built, "load.f")).containsExactly("load.d");
        assertThat(upstream(built, "report")).containsExactlyInAnyOrder("load.e", "load.f");
    }

    @Test
    void roots_and_leaves_of_a_group_follow_from_the_order_of_the_groups_within_it_whenever_that_was_said() {
        var outer = dag.group("outer");
        dag.task("report", DONE).after(outer);
        outer.define(() -> {
            var second = dag.group("second", group -> dag.task("b", DONE));
            var first = dag.group("first", group -> dag.task("a", DONE));
            return second.after(first);
        });

        var built = dag.build();

        assertThat(upstream(built, "outer.second.b")).containsExactly("outer.first.a");
        assertThat(upstream(built, "report")).containsExactly("outer.second.b");
    }

    @Test
    void a_teardown_is_no_leaf_of_its_group() {
        var cluster = dag.group("cluster", group -> {
            var create = dag.task("create", DONE);
            var work = dag.task("work", DONE).after(create);
            dag.task("delete", DONE).asTeardownOf(create).after(work);
        });
        dag.task("report", DONE).after(cluster);

        assertThat(upstream(dag.build(), "report")).containsExactly("cluster.work");
    }

    @Test
    void tasks_have_the_retries_and_the_timeout_of_the_nearest_group_that_has_some() {
        dag.retries(Retries.upTo(1));
        dag.task("outside", DONE);
        dag.group("outer", outer -> {
            outer.retries(Retries.upTo(2)).executionTimeout(Duration.ofMinutes(5));
            dag.task("a", DONE);
            dag.task("own", DONE).retries(Retries.none()).executionTimeout(Duration.ofMinutes(1));
            dag.group("inner", inner -> {
                inner.retries(Retries.upTo(3));
                dag.task("b", DONE);
            });
        });

        var built = dag.build();

        assertThat(built.tasks())
                .extracting(TaskSpec::id, task -> task.retries().count(), TaskSpec::executionTimeout)
                .containsExactly(
                        tuple("outside", 1, null),
                        tuple("outer.a", 2, Duration.ofMinutes(5)),
                        tuple("outer.own", 0, Duration.ofMinutes(1)),
                        tuple("outer.inner.b", 3, Duration.ofMinutes(5)));
    }

    @Test
    void groups_are_data() {
        dag.group("extract", outer -> {
            outer.tooltip("From the shops");
            dag.task("list", DONE);
            dag.group("parts", inner -> dag.task("copy", DONE));
        });

        var structure = dag.build().structure();

        assertThat(structure.groups())
                .containsExactly(
                        new GroupSpec("extract", null, "From the shops", new TaskSpec.Mapping.None()),
                        new GroupSpec("extract.parts", "extract", "", new TaskSpec.Mapping.None()));
        assertThat(structure.tasks())
                .extracting(TaskSpec::id, TaskSpec::group)
                .containsExactly(tuple("extract.list", "extract"), tuple("extract.parts.copy", "extract.parts"));
        assertThat(structure.tasksIn("extract")).hasSize(2);
        assertThat(StructureJson.write(structure))
                .contains("\"groups\":[{\"id\":\"extract\",\"tooltip\":\"From the shops\"},"
                        + "{\"id\":\"extract.parts\",\"parent\":\"extract\"}]")
                .contains("\"group\":\"extract.parts\"");
    }

    @Test
    void a_branch_to_a_group_follows_its_roots() {
        var engine = TestEngine.at("2024-05-01T02:00:00Z");
        var choose = dag.branch("choose", context -> Branch.to("full"));
        dag.group("full", group -> {
                    var a = dag.task("a", DONE);
                    dag.task("b", DONE).after(a);
                    dag.group("more", inner -> dag.task("c", DONE));
                })
                .after(choose);
        dag.group("delta", group -> dag.task("a", DONE)).after(choose);

        var run = engine.run(dag.build());

        assertThat(engine.states(run))
                .containsOnly(
                        entry("choose", "success"),
                        entry("full.a", "success"),
                        entry("full.b", "success"),
                        entry("full.more.c", "success"),
                        entry("delta.a", "skipped"));
    }

    @Test
    void a_branch_to_a_group_that_is_not_below_it_fails() {
        var engine = TestEngine.at("2024-05-01T02:00:00Z");
        var choose = dag.branch("choose", context -> Branch.to("elsewhere"));
        dag.task("below", DONE).after(choose);
        dag.group("elsewhere", group -> dag.task("a", DONE));

        assertThat(engine.states(engine.run(dag.build()))).containsEntry("choose", "failed");
    }

    @Test
    void tasks_and_groups_can_be_waited_for_by_their_ids_before_they_are_defined() {
        dag.task("report", DONE).after("extract", "start");
        dag.group("extract", group -> dag.task("a", DONE)).after("start");
        dag.task("start", DONE);

        var built = dag.build();

        assertThat(upstream(built, "report")).containsExactlyInAnyOrder("extract.a", "start");
        assertThat(upstream(built, "extract.a")).containsExactly("start");
    }

    @Test
    void every_fault_about_groups_is_reported_at_once_with_its_task_or_group() {
        dag.task("lost", DONE).after("nowhere");
        dag.task("extract", DONE);
        var extract = dag.group("extract", group -> dag.task("a", DONE).after("extract2"));
        dag.group("extract2", group -> dag.task("in", DONE)).after(extract).after("extract2");
        dag.group("empty").after("lost");
        dag.group("dotted.id", group -> dag.task("x", DONE));
        dag.task("dotted.id.x", DONE);

        assertThat(faultsOf(dag))
                .anySatisfy(fault ->
                        assertThat(fault).contains("task \"lost\"", "\"nowhere\"", "neither a task nor a group"))
                .anySatisfy(fault -> assertThat(fault).contains("group \"extract\"", "a task has the same id"))
                .anySatisfy(
                        fault -> assertThat(fault).contains("waits for itself: extract.a -> extract2.in -> extract.a"))
                .anySatisfy(fault -> assertThat(fault).contains("group \"extract2\"", "waits for itself"))
                .anySatisfy(fault -> assertThat(fault).contains("group \"empty\"", "no roots"))
                .anySatisfy(fault -> assertThat(fault).contains("group \"dotted.id\"", "letters"))
                .anySatisfy(fault -> assertThat(fault).contains("task \"dotted.id.x\"", "used more than once"));
    }
}
