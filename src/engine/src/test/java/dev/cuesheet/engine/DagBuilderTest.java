package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DagBuilderTest {

    private static final Operator<String> NOTHING = context -> null;

    private static List<String> faultsOf(DagBuilder dag) {
        var failure = catchThrowableOfType(DagDefinitionException.class, dag::build);
        return failure.faults().stream().map(DagFault::toString).toList();
    }

    @Test
    void every_fault_is_reported_at_once_with_its_task() {
        var other = Dag.named("other").task("theirs", NOTHING);
        var dag = Dag.named("sa les")
                .schedule(Schedule.cron("0 99 * * *", ZoneOffset.UTC))
                .param("year", 2008, "")
                .param("year", 2009, "")
                .param("random", new Random(), "")
                .maxActiveTasks(0);
        var first = dag.task("first", NOTHING);
        var second = dag.task("second", NOTHING).after(first, other);
        first.after(second);
        dag.task("twice", NOTHING);
        dag.task("twice", NOTHING);
        dag.task("bad/id", NOTHING).executionTimeout(Duration.ZERO);

        assertThat(faultsOf(dag))
                .anySatisfy(fault -> assertThat(fault).contains("DAG id \"sa les\""))
                .anySatisfy(fault -> assertThat(fault).contains("0 99 * * *"))
                .anySatisfy(fault -> assertThat(fault).contains("maxActiveTasks"))
                .anySatisfy(fault -> assertThat(fault).contains("param \"year\" is declared twice"))
                .anySatisfy(fault -> assertThat(fault).contains("\"random\"").contains("java.util.Random"))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("task \"twice\"").contains("more than once"))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("task \"bad/id\"").contains("letters"))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("task \"bad/id\"").contains("executionTimeout"))
                .anySatisfy(
                        fault -> assertThat(fault).startsWith("task \"second\"").contains("another DAG"))
                .anySatisfy(
                        fault -> assertThat(fault).contains("waits for itself").contains("first -> second -> first"))
                .hasSize(10);
    }

    @Test
    void each_of_several_cycles_is_shown() {
        var dag = Dag.named("sales");
        var self = dag.task("self", NOTHING);
        self.after(self);
        var a = dag.task("a", NOTHING);
        var b = dag.task("b", NOTHING).after(a);
        var c = dag.task("c", NOTHING).after(b);
        a.after(c);
        dag.task("downstream_of_a_cycle", NOTHING).after(c);

        assertThat(faultsOf(dag))
                .containsExactlyInAnyOrder(
                        "task \"self\": waits for itself: self -> self",
                        "task \"a\": waits for itself: a -> b -> c -> a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "with space", "a/b", "ü*", "tab\t"})
    void an_id_that_airflow_would_refuse_is_a_fault(String id) {
        var dag = Dag.named("sales");
        dag.task(id, NOTHING);

        assertThat(faultsOf(dag)).hasSize(1);
    }

    @Test
    void an_id_may_be_as_long_as_in_airflow() {
        var dag = Dag.named("s".repeat(250));
        dag.task("a.B-c_9", NOTHING);
        dag.build();

        assertThat(faultsOf(Dag.named("s".repeat(251)))).hasSize(1);
    }

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

    @Test
    void templates_that_an_operator_declares_are_checked() {
        var dag = Dag.named("sales").param("year", 2008, "");
        dag.task("good", new Copy("{{ ds }}/{{ params.year }}"));
        dag.task("unknown", new Copy("{{ date }}"));
        dag.task("undeclared", new Copy("{{ params.month }}"));
        dag.task("open", new Copy("{{ ds"));

        assertThat(faultsOf(dag))
                .satisfiesExactly(
                        fault -> assertThat(fault)
                                .startsWith("task \"unknown\": template of to")
                                .contains("\"date\""),
                        fault -> assertThat(fault)
                                .startsWith("task \"undeclared\"")
                                .contains("\"month\""),
                        fault -> assertThat(fault).startsWith("task \"open\"").contains("not closed"));
    }

    @Test
    void the_structure_is_data_in_topological_order() {
        var rome = ZoneId.of("Europe/Rome");
        var dag = Dag.named("sales")
                .description("Sales")
                .schedule(Schedule.daily("02:00", rome))
                .retries(Retries.upTo(2).every(Duration.ofSeconds(5)))
                .tag("b", "a");
        var last = dag.task("last", NOTHING);
        var first = dag.task("first", new Copy("x")).retries(Retries.none());
        var mapped = dag.expand("mapped", List.of(1, 2), (context, item) -> item);
        last.after(first, mapped);
        var built = dag.build();

        assertThat(built.tasks()).extracting(TaskSpec::id).containsExactly("first", "mapped", "last");
        assertThat(built.structure().edges())
                .containsExactlyInAnyOrder(
                        new DagStructure.Edge("first", "last"), new DagStructure.Edge("mapped", "last"));
        assertThat(built.structure().tags()).containsExactly("a", "b");
        assertThat(built.find("first").orElseThrow().operator()).isEqualTo("Copy");
        assertThat(built.find("last").orElseThrow().operator()).isNull();
        assertThat(built.find("first").orElseThrow().retries().count()).isZero();
        assertThat(built.find("last").orElseThrow().retries().count()).isEqualTo(2);
        assertThat(built.find("mapped").orElseThrow().mapping()).isEqualTo(new TaskSpec.Mapping.OverItems(2));
        assertThat(built.operator("first")).containsInstanceOf(Copy.class);
        assertThat(built.operator("mapped")).isEmpty();
    }

    @Test
    void a_built_dag_takes_no_more_changes() {
        var dag = Dag.named("sales");
        var task = dag.task("land", NOTHING);
        dag.build();

        assertThatThrownBy(() -> dag.task("late", NOTHING)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> task.retries(Retries.none())).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> dag.description("late")).isInstanceOf(IllegalStateException.class);
    }
}
