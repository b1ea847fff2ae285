package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cuesheet.engine.internal.json.StructureJson;
import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

/** Pools, priorities and limits: Airflow's scheduler, _executable_task_instances_to_queued. */
class PoolTest {
    private final ManualClock clock = ManualClock.at("2024-05-01T02:00:00Z");
    private final StateStore store = new InMemoryStateStore();
    private final List<String> begun = new ArrayList<>();
    private final OneByOne workers = new OneByOne();
    private final Engine engine = engine(workers);

    /** Keeps what it is given until the test lets it run. */
    private static final class OneByOne implements Executor {
        final Deque<Runnable> waiting = new ArrayDeque<>();

        @Override
        public void execute(Runnable attempt) {
            waiting.add(attempt);
        }

        void work() {
            waiting.remove().run();
        }

        void workAll() {
            while (!waiting.isEmpty()) {
                work();
            }
        }
    }

    private Engine engine(Executor executor) {
        return Engine.builder()
                .clock(clock)
                .store(store)
                .workers(executor)
                .liveness(owner -> true)
                .build();
    }

    private void pool(String name, int slots) {
        store.pools().put(new Pool(name, slots, "", false));
    }

    private TaskHandle<?> task(DagBuilder dag, String id) {
        return dag.task(id, context -> begun.add(context.taskId()));
    }

    private static RunRequest at(String instant) {
        return RunRequest.manual().logicalDate(Instant.parse(instant));
    }

    @Test
    void no_more_slots_are_taken_than_a_pool_has_over_the_runs_of_all_dags() {
        pool("db", 2);
        for (var id : List.of("one", "two", "three")) {
            var dag = Dag.named(id);
            task(dag, "query").pool("db");
            engine.start(dag.build(), RunRequest.manual());
        }

        assertThat(workers.waiting).hasSize(2);

        workers.work();
        assertThat(workers.waiting).hasSize(2);

        workers.workAll();
        assertThat(begun).hasSize(3);
    }

    @Test
    void a_task_that_needs_more_than_is_open_is_passed_over_and_goes_when_there_is_room() {
        pool("db", 3);
        var dag = Dag.named("d");
        task(dag, "first").pool("db", 2).priorityWeight(9);
        task(dag, "wide").pool("db", 2).priorityWeight(5);
        task(dag, "narrow").pool("db");
        engine.start(dag.build(), RunRequest.manual());

        workers.workAll();

        assertThat(begun).containsExactly("first", "narrow", "wide");
    }

    @Test
    void a_full_pool_holds_up_no_task_of_another() {
        pool("small", 1);
        var dag = Dag.named("d").maxActiveTasks(2);
        for (int i = 0; i < 3; i++) {
            task(dag, "small" + i).pool("small").priorityWeight(100);
        }
        task(dag, "other");
        engine.start(dag.build(), RunRequest.manual());

        assertThat(workers.waiting).hasSize(2);
        workers.workAll();

        assertThat(begun).containsExactly("small0", "other", "small1", "small2");
    }

    @Test
    void a_task_whose_pool_is_missing_or_too_small_waits_until_somebody_makes_it_so() {
        pool("tiny", 1);
        var dag = Dag.named("d");
        task(dag, "missing").pool("nowhere");
        task(dag, "wide").pool("tiny", 3);
        var run = engine.start(dag.build(), RunRequest.manual());
        assertThat(workers.waiting).isEmpty();

        pool("nowhere", 1);
        workers.workAll();
        assertThat(begun).containsExactly("missing");

        pool("tiny", 3);
        workers.workAll();
        assertThat(begun).containsExactly("missing", "wide");
        assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void what_is_weightier_goes_first_then_the_earlier_logical_date_then_the_lower_map_index() {
        pool("one", 1);
        var blocker = Dag.named("blocker");
        task(blocker, "blocker").pool("one");
        engine.start(blocker.build(), RunRequest.manual());
        for (var name : List.of("later", "earlier")) {
            var dag = Dag.named(name);
            dag.expand(name, List.of(1, 2), (context, item) -> begun.add(name + context.mapIndex()))
                    .pool("one");
            task(dag, name + "_heavy").pool("one").priorityWeight(2);
            engine.start(dag.build(), at(name.equals("later") ? "2024-05-02T00:00:00Z" : "2024-05-01T00:00:00Z"));
        }

        workers.workAll();

        assertThat(begun)
                .containsExactly("blocker", "earlier_heavy", "later_heavy", "earlier0", "earlier1", "later0", "later1");
    }

    @Test
    void the_weight_rules_add_what_is_below_or_above_each_task_once() {
        var dag = Dag.named("d");
        var top = task(dag, "top").priorityWeight(10);
        var left = task(dag, "left").after(top).weightRule(WeightRule.UPSTREAM);
        var right = task(dag, "right").after(top).weightRule(WeightRule.ABSOLUTE);
        task(dag, "bottom").after(left, right).weightRule(WeightRule.UPSTREAM).priorityWeight(5);
        var built = dag.build();

        assertThat(built.tasks())
                .extracting(TaskSpec::id, task -> task.slots().weight())
                .containsExactlyInAnyOrder(
                        tuple("top", 10 + 1 + 1 + 5),
                        tuple("left", 11),
                        tuple("right", 1),
                        tuple("bottom", 5 + 1 + 1 + 10));
    }

    @Test
    void weights_of_more_tasks_than_fit_a_word_count_every_task() {
        var dag = Dag.named("d");
        TaskHandle<?> last = task(dag, "t0");
        for (int i = 1; i < 200; i++) {
            last = task(dag, "t" + i).after(last);
        }
        var built = dag.build();

        assertThat(built.find("t0").orElseThrow().slots().weight()).isEqualTo(200);
        assertThat(built.find("t150").orElseThrow().slots().weight()).isEqualTo(50);
    }

    @Test
    void a_strategy_of_the_authors_own_weighs_each_instance() {
        var dag = Dag.named("d").maxActiveTasks(1);
        dag.expand("item", List.of(1, 2, 3), (context, item) -> begun.add("item" + context.mapIndex()))
                .weightRule((PriorityStrategy) instance -> instance.mapIndex());
        engine.start(dag.build(), RunRequest.manual());

        workers.workAll();

        assertThat(begun).containsExactly("item2", "item1", "item0");
    }

    @Test
    void a_tasks_own_limits_hold_within_a_run_and_over_all_runs_of_its_dag() {
        var dag = Dag.named("d");
        dag.expand("perRun", List.of(1, 2, 3), (context, item) -> begun.add("perRun"))
                .maxActivePerRun(2);
        dag.expand("perDag", List.of(1, 2, 3), (context, item) -> begun.add("perDag"))
                .maxActivePerDag(1);
        var built = dag.build();

        engine.start(built, at("2024-05-01T00:00:00Z"));
        assertThat(workers.waiting).hasSize(3);
        engine.start(built, at("2024-05-02T00:00:00Z"));
        assertThat(workers.waiting).hasSize(5);

        workers.workAll();
        assertThat(begun).hasSize(12);
    }

    @Test
    void a_sensor_that_reschedules_gives_its_slot_back_and_one_that_pokes_keeps_it() {
        pool("one", 1);
        var dag = Dag.named("d");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)).rescheduling(), context -> {
                    begun.add("poke");
                    return begun.size() > 2 ? Optional.of("there") : Optional.empty();
                })
                .pool("one")
                .priorityWeight(9);
        task(dag, "other").pool("one");
        var run = engine.start(dag.build(), RunRequest.manual());

        workers.workAll();
        assertThat(begun).containsExactly("poke", "other");
        clock.advance(Duration.ofMinutes(1));
        workers.workAll();
        assertThat(state(run)).isEqualTo(RunState.SUCCESS);
    }

    @Test
    void a_poking_sensor_keeps_its_slot() {
        pool("one", 1);
        var dag = Dag.named("d");
        dag.sensor("wait", Poking.every(Duration.ofMinutes(1)), context -> {
                    begun.add("poke");
                    return begun.size() > 1 ? Optional.of("there") : Optional.empty();
                })
                .pool("one")
                .priorityWeight(9);
        task(dag, "other").pool("one");
        engine.start(dag.build(), RunRequest.manual());

        workers.workAll();
        assertThat(begun).containsExactly("poke");
        clock.advance(Duration.ofMinutes(1));
        workers.workAll();
        assertThat(begun).containsExactly("poke", "poke", "other");
    }

    @Test
    void a_run_that_is_cancelled_leaves_its_slots_to_others() {
        pool("one", 1);
        var first = Dag.named("first");
        task(first, "a").pool("one");
        var run = engine.start(first.build(), RunRequest.manual());
        var second = Dag.named("second");
        task(second, "b").pool("one");
        engine.start(second.build(), RunRequest.manual());
        assertThat(workers.waiting).hasSize(1);

        run.cancel();
        workers.workAll();

        assertThat(begun).containsExactly("b");
    }

    @Test
    void engines_on_one_store_share_a_pool_and_each_gets_its_turn() {
        pool("one", 1);
        var otherWorkers = new OneByOne();
        var other = engine(otherWorkers);
        engine.start(many("here"), RunRequest.manual());
        other.start(many("there"), RunRequest.manual());

        for (int i = 0; i < 6; i++) {
            assertThat(workers.waiting.size() + otherWorkers.waiting.size()).isEqualTo(1);
            (workers.waiting.isEmpty() ? otherWorkers : workers).work();
        }

        assertThat(begun).containsExactly("here0", "there0", "here1", "there1", "here2", "there2");
    }

    private Dag many(String name) {
        var dag = Dag.named(name);
        dag.expand(name, List.of(1, 2, 3), (context, item) -> begun.add(name + context.mapIndex()))
                .pool("one");
        return dag.build();
    }

    @Test
    void what_an_engine_had_of_a_pool_is_free_once_it_is_closed() {
        pool("one", 1);
        engine.start(many("here"), RunRequest.manual());
        var otherWorkers = new OneByOne();
        engine(otherWorkers).start(many("there"), RunRequest.manual());
        assertThat(otherWorkers.waiting).isEmpty();

        engine.close();

        otherWorkers.workAll();
        assertThat(begun).containsExactly("there0", "there1", "there2");
    }

    @Test
    void what_a_task_asks_of_pools_is_checked_and_written_down() {
        var faulty = Dag.named("faulty");
        task(faulty, "a").pool("db", 0);
        task(faulty, "b").weightRule(WeightRule.CUSTOM);
        task(faulty, "c").pool(" ");
        assertThatThrownBy(faulty::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("takes 0 slots of pool \"db\"")
                .hasMessageContaining("weight rule custom")
                .hasMessageContaining("name of its pool is empty");
        assertThatThrownBy(() -> task(Dag.named("d"), "t").maxActivePerRun(0))
                .hasMessage("maxActivePerRun of task \"t\" must be at least 1, got 0");

        var dag = Dag.named("d");
        task(dag, "t")
                .pool("db", 2)
                .priorityWeight(3)
                .weightRule(WeightRule.ABSOLUTE)
                .maxActivePerDag(4);
        assertThat(StructureJson.write(dag.build().structure()))
                .contains("\"pool\":\"db\",\"poolSlots\":2,\"priorityWeight\":3,\"weightRule\":\"absolute\","
                        + "\"maxActivePerDag\":4");
    }

    private RunState state(ActiveRun run) {
        return store.findRun(run.dagId(), run.runId()).orElseThrow().state();
    }
}
