package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A DAG with every kind of fault at once. */
class DagFaultsTest {
    private static final Operator<String> SUCCEEDS = context -> "done";

    private record Copy(String to) implements Operator<String> {
        @Override
        public String execute(TaskContext context) {
            return context.render(to);
        }

        @Override
        public Map<String, String> templates() {
            return Map.of("to", to);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static DagBuilder broken() {
        var dag = Dag.named("broken").schedule(Schedule.cron("61 2 * * *", ZoneOffset.UTC));
        var land = dag.task("land", SUCCEEDS);
        var refine = dag.task("refine", SUCCEEDS).after(land);
        land.after(dag.task("check", SUCCEEDS).after(refine));
        dag.task("twice", SUCCEEDS);
        dag.task("twice", SUCCEEDS);
        dag.task("report", SUCCEEDS).after("reprot");
        dag.task("drop", SUCCEEDS).asTeardownOf();
        var path = (TaskHandle) dag.task("path", new Copy("s3://raw/{{ ds }}"));
        dag.expand("each", path, (context, item) -> item);
        dag.task("copy", new Copy("s3://raw/{{ dss }}"));
        dag.task("open", new Copy("s3://raw/{{ ds"));
        return dag;
    }

    @Test
    void
            cycle_duplicate_unknown_reference_bad_cron_lone_teardown_no_list_and_templates_are_all_told_in_one_exception() {
        var failure = catchThrowableOfType(DagDefinitionException.class, () -> broken().build());

        assertThat(failure.dagId()).isEqualTo("broken");
        assertThat(failure.faults())
                .satisfiesExactly(
                        fault -> assertThat(fault.toString()).contains("schedule", "61 2 * * *"),
                        fault -> assertThat(fault.toString())
                                .isEqualTo("task \"land\": waits for itself: land -> refine -> check -> land"),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"twice\": the id is used more than once"),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"report\": waits for \"reprot\"")
                                .contains("neither a task nor a group"),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"drop\": is a teardown")
                                .contains("no setup"),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"each\": is mapped over the result of \"path\"")
                                .contains("no list but a String"),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"copy\": template of to")
                                .contains("\"dss\""),
                        fault -> assertThat(fault.toString())
                                .startsWith("task \"open\": template of to")
                                .contains("not closed"));
    }

    @Test
    void the_message_has_a_line_for_each_fault_after_the_name_of_the_dag() {
        var failure = catchThrowableOfType(DagDefinitionException.class, () -> broken().build());

        var lines = failure.getMessage().lines().toList();
        assertThat(lines.get(0)).isEqualTo("DAG \"broken\" cannot be built:");
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(
                        failure.faults().stream().map(fault -> "  - " + fault).toList());
    }

    @Test
    void faults_of_the_whole_dag_come_first_and_then_those_of_its_tasks_in_the_order_of_their_definition() {
        var dag = Dag.named("broken").maxActiveTasks(0).schedule(Schedule.cron("nonsense", ZoneOffset.UTC));
        dag.task("first", SUCCEEDS).after("nowhere");
        dag.task("bad/id", SUCCEEDS);
        dag.task("last", SUCCEEDS).after("nowhere");
        dag.group("empty");
        dag.task("beyond", SUCCEEDS).after("empty");

        var failure = catchThrowableOfType(DagDefinitionException.class, dag::build);

        var tasks = failure.faults().stream().map(DagFault::taskId).toList();
        assertThat(tasks.subList(0, 2)).containsOnlyNulls();
        assertThat(tasks.subList(2, tasks.size())).isEqualTo(List.of("first", "bad/id", "last", "beyond"));
    }

    @Test
    void what_is_mended_can_be_built() {
        var dag = broken();
        assertThat(catchThrowableOfType(DagDefinitionException.class, dag::build)
                        .faults())
                .hasSize(8);

        var failure = catchThrowableOfType(
                DagDefinitionException.class,
                () -> dag.schedule(Schedule.cron("1 2 * * *", ZoneOffset.UTC)).build());

        assertThat(failure.faults())
                .hasSize(7)
                .noneMatch(fault -> fault.message().contains("schedule"));
    }
}
