package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.spi.StateStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every DAG, whatever its tasks come to: shown on random ones, each made from its seed alone. */
class RandomDagTest {
    private static final int DAGS = 300;
    private static final int MOST_TASKS = 25;

    /** The rules that tasks of mapped groups can have. */
    private static final List<TriggerRule> WITHIN = Stream.of(TriggerRule.values())
            .filter(rule -> rule != TriggerRule.ALWAYS)
            .toList();

    static List<Long> seeds() {
        return new Random(20240501).longs(DAGS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_run_comes_to_an_end_within_its_limits_and_in_order(long seed) {
        var history = run(seed);

        assertThat(history.faults).isEmpty();
        assertThat(history.end.state()).isIn(RunState.SUCCESS, RunState.FAILED);
        assertThat(history.last.values()).allMatch(TaskInstanceState::isFinished);
        assertThat(history.mostAtOnce).isLessThanOrEqualTo(history.limit);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_same_seed_makes_the_same_history(long seed) {
        assertThat(run(seed).steps).isEqualTo(run(seed).steps);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_run_whose_process_dies_at_any_step_is_gone_on_with_to_its_end(long seed) {
        var random = new Random(seed);
        var history = new History();
        history.limit = 1 + random.nextInt(4);
        var dag = define(random, seed, history.limit);
        var store = new InMemoryStateStore();
        var firstLife = new History();
        var clock = ManualClock.at("2024-05-01T02:00:00Z");
        var dying = new ShuffledWorkers(random);
        var run = engine(store, clock, dying, dag, firstLife).start(dag, RunRequest.manual());
        int steps = random.nextInt(40);
        for (int i = 0; i < steps && firstLife.end == null; i++) {
            if (!dying.work()) {
                clock.advance(Duration.ofMinutes(10));
            }
        }
        if (firstLife.end != null) {
            return;
        }
        var succeeded = store.taskInstances(dag.id(), run.runId()).stream()
                .filter(instance -> instance.state() == TaskInstanceState.SUCCESS)
                .map(instance -> instance.key().display() + " RUNNING")
                .toList();
        var later = ManualClock.at(clock.instant().toString());
        var workers = new ShuffledWorkers(random);
        try (var engine = engine(store, later, workers, dag, history)) {
            engine.startAdopting(dag, run.runId());
            workUntilTheEnd(workers, later, history);
        }

        assertThat(history.end).isNotNull();
        assertThat(history.faults).isEmpty();
        assertThat(store.taskInstances(dag.id(), run.runId()))
                .allMatch(instance -> instance.state().isFinished());
        assertThat(history.mostAtOnce).isLessThanOrEqualTo(history.limit);
        assertThat(history.steps).noneMatch(step -> succeeded.contains(step.substring(0, step.lastIndexOf(' '))));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void several_runs_end_within_the_limits_of_their_pools_and_tasks(long seed) {
        var random = new Random(seed);
        var clock = ManualClock.at("2024-05-01T02:00:00Z");
        var workers = new ShuffledWorkers(random);
        var store = new InMemoryStateStore();
        int size = 1 + random.nextInt(4);
        store.pools().put(new Pool("shared", size, "", false));
        var usage = new Usage();
        var dags = List.of(pooled(random, seed, "one", size), pooled(random, seed, "two", size));
        try (var here = pooledEngine(store, clock, workers, usage);
                var there = pooledEngine(store, clock, workers, usage)) {
            for (var dag : dags) {
                usage.know(dag);
                var engine = random.nextBoolean() ? here : there;
                for (int i = 0; i < 2; i++) {
                    engine.start(
                            dag, RunRequest.manual().logicalDate(clock.instant().plusSeconds(i)));
                }
            }
            for (int i = 0; i < 2_000 && usage.ended < 4; i++) {
                if (!workers.work()) {
                    clock.advance(Duration.ofMinutes(10));
                }
            }
        }

        assertThat(usage.ended).isEqualTo(4);
        assertThat(usage.mostOfPool).isLessThanOrEqualTo(size);
        assertThat(usage.faults).isEmpty();
    }

    private static Dag pooled(Random random, long seed, String id, int size) {
        var dag = Dag.named(id).maxActiveTasks(1 + random.nextInt(5));
        var tasks = new ArrayList<TaskHandle<?>>();
        for (int i = 0; i < 1 + random.nextInt(8); i++) {
            TaskHandle<?> task = random.nextBoolean()
                    ? dag.expand("t" + i, List.of(1, 2, 3), (context, item) -> body(seed, context))
                    : dag.task("t" + i, context -> body(seed, context));
            finish(task, random, false, tasks, 12);
            task.priorityWeight(random.nextInt(5));
            if (random.nextInt(4) > 0) {
                task.pool("shared", 1 + random.nextInt(size));
            }
            if (random.nextInt(3) == 0) {
                task.maxActivePerDag(1 + random.nextInt(3));
            }
            if (random.nextInt(3) == 0) {
                task.maxActivePerRun(1 + random.nextInt(2));
            }
            tasks.add(task);
        }
        return dag.build();
    }

    private static Engine pooledEngine(StateStore store, ManualClock clock, ShuffledWorkers workers, Usage usage) {
        return Engine.builder()
                .store(store)
                .clock(clock)
                .workers(workers)
                .liveness(owner -> true)
                .listener(usage)
                .build();
    }

    /** What is taken of a pool and of the limits of tasks, over all runs. */
    private static final class Usage implements RunListener {
        final Map<String, TaskSpec> specs = new HashMap<>();
        final Map<TaskInstanceKey, TaskSpec> active = new HashMap<>();
        final List<String> faults = new ArrayList<>();
        int mostOfPool;
        int ended;

        void know(Dag dag) {
            dag.tasks().forEach(task -> specs.put(dag.id() + "." + task.id(), task));
        }

        @Override
        public void taskInstanceChanged(TaskInstance instance) {
            var key = instance.key();
            var spec = specs.get(key.dagId() + "." + key.taskId());
            switch (instance.state()) {
                case QUEUED, RUNNING, RESTARTING -> active.put(key, spec);
                default -> active.remove(key);
            }
            mostOfPool = Math.max(
                    mostOfPool,
                    active.values().stream()
                            .filter(task -> task.slots().pool().equals("shared"))
                            .mapToInt(task -> task.slots().count())
                            .sum());
            hold(spec.slots().maxActivePerDag(), key, spec, false);
            hold(spec.slots().maxActivePerRun(), key, spec, true);
        }

        private void hold(int limit, TaskInstanceKey key, TaskSpec spec, boolean withinRun) {
            long now = active.entrySet().stream()
                    .filter(entry -> entry.getValue() == spec
                            && (!withinRun || entry.getKey().runId().equals(key.runId())))
                    .count();
            if (limit > 0 && now > limit) {
                faults.add("%d of %s are active".formatted(now, key.display()));
            }
        }

        @Override
        public void runFinished(DagRun run) {
            ended++;
        }
    }

    /** One run as it went. */
    private static final class History {
        final List<String> steps = new ArrayList<>();
        final List<String> faults = new ArrayList<>();
        final Map<String, TaskInstanceState> last = new HashMap<>();
        int limit;
        int mostAtOnce;
        DagRun end;
    }

    private static History run(long seed) {
        var random = new Random(seed);
        var history = new History();
        history.limit = 1 + random.nextInt(4);
        var dag = define(random, seed, history.limit);
        var clock = ManualClock.at("2024-05-01T02:00:00Z");
        var workers = new ShuffledWorkers(random);
        try (var engine = engine(new InMemoryStateStore(), clock, workers, dag, history)) {
            var run = engine.start(dag, RunRequest.manual());
            workUntilTheEnd(workers, clock, history);
            assertThat(history.end)
                    .as("run %s of seed %d has ended", run.runId(), seed)
                    .isNotNull();
        }
        return history;
    }

    private static Engine engine(
            StateStore store, ManualClock clock, ShuffledWorkers workers, Dag dag, History history) {
        return Engine.builder()
                .store(store)
                .clock(clock)
                .workers(workers)
                .liveness(owner -> false)
                .listener(new Witness(dag, history))
                .build();
    }

    private static void workUntilTheEnd(ShuffledWorkers workers, ManualClock clock, History history) {
        for (int i = 0; i < 10_000 && history.end == null; i++) {
            if (!workers.work()) {
                clock.advance(Duration.ofMinutes(10));
            }
        }
    }

    private static Dag define(Random random, long seed, int limit) {
        var dag = Dag.named("random").maxActiveTasks(limit);
        boolean failFast = random.nextInt(6) == 0;
        dag.failFast(failFast);
        if (random.nextInt(6) == 0) {
            dag.dagrunTimeout(Duration.ofMinutes(25));
        }
        var tasks = new ArrayList<TaskHandle<?>>();
        int count = 1 + random.nextInt(MOST_TASKS);
        for (int i = 0; i < count; i++) {
            var id = "t" + i;
            if (random.nextInt(7) == 0) {
                addGroup(dag, id, random, seed, failFast, tasks);
                continue;
            }
            TaskHandle<?> task = switch (random.nextInt(8)) {
                case 0 -> dag.shortCircuit(id, context -> chance(seed, context, 0) > 0.4);
                case 1 -> dag.branch(id, context -> Branch.nowhere());
                case 2 ->
                    dag.expand(
                            id, List.of(1, 2, 3).subList(0, random.nextInt(4)), (context, item) -> body(seed, context));
                default -> dag.task(id, context -> body(seed, context));
            };
            finish(task, random, failFast, tasks, count);
            tasks.add(task);
        }
        if (tasks.isEmpty()) {
            tasks.add(dag.task("last", context -> body(seed, context)));
        }
        var setup = dag.task("setup", context -> body(seed, context));
        dag.task("teardown", context -> body(seed, context))
                .asTeardownOf(setup)
                .after(tasks.get(random.nextInt(tasks.size())));
        return dag.build();
    }

    private static void finish(
            TaskHandle<?> task, Random random, boolean failFast, List<TaskHandle<?>> earlier, int count) {
        task.retries(Retries.upTo(random.nextInt(3)).every(Duration.ofMinutes(1 + random.nextInt(9))));
        if (!failFast) {
            task.triggerRule(TriggerRule.values()[random.nextInt(TriggerRule.values().length)]);
        }
        for (var other : earlier) {
            if (random.nextInt(count) < 3) {
                task.after(other);
            }
        }
    }

    /** A group, as often as not mapped, over what is written or over a result. */
    private static void addGroup(
            DagBuilder dag, String id, Random random, long seed, boolean failFast, List<TaskHandle<?>> tasks) {
        int items = random.nextInt(4);
        var list = List.of(1, 2, 3).subList(0, items);
        var members = new ArrayList<TaskHandle<?>>();
        boolean mapped = random.nextBoolean();
        switch (mapped ? random.nextInt(2) : 2) {
            case 0 ->
                dag.expandGroup(
                        id,
                        Items.of(list),
                        (group, item) -> addMembers(dag, item, random, seed, failFast, tasks, members));
            case 1 -> {
                var source = dag.task(id + "_list", context -> {
                    body(seed, context);
                    return list;
                });
                tasks.add(source);
                dag.expandGroup(
                        id,
                        Items.<Integer>from(source),
                        (group, item) -> addMembers(dag, item, random, seed, failFast, tasks, members));
            }
            default ->
                dag.group(id, group -> addMembers(dag, null, random, seed, failFast, tasks, members))
                        .after(tasks.isEmpty() ? new Upstream[0] : new Upstream[] {tasks.get(0)});
        }
        tasks.addAll(members);
    }

    private static TaskHandle<?> addMembers(
            DagBuilder dag,
            GroupItem<Integer> item,
            Random random,
            long seed,
            boolean failFast,
            List<TaskHandle<?>> outside,
            List<TaskHandle<?>> members) {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            var id = "m" + i;
            TaskHandle<?> task = switch (random.nextInt(4)) {
                case 0 -> dag.shortCircuit(id, context -> chance(seed, context, 0) > 0.4);
                case 1 ->
                    item == null
                            ? dag.task(id, context -> body(seed, context))
                            : dag.task(id, item, (context, number) -> body(seed, context));
                default -> dag.task(id, context -> body(seed, context));
            };
            finish(task, random, failFast, outside, 12);
            if (!failFast && item != null) {
                task.triggerRule(WITHIN.get(random.nextInt(WITHIN.size())));
            }
            for (var other : members) {
                if (random.nextBoolean()) {
                    task.after(other);
                }
            }
            members.add(task);
        }
        return members.get(count - 1);
    }

    private static String body(long seed, TaskContext context) {
        double chance = chance(seed, context, context.tryNumber());
        if (chance < 0.2) {
            throw TaskFailure.retryable("bad luck");
        }
        if (chance < 0.3) {
            throw new TaskSkipped("no luck needed");
        }
        return "done";
    }

    private static double chance(long seed, TaskContext context, int salt) {
        return new Random(seed ^ (context.taskId() + context.mapIndex() + salt).hashCode() * 31L).nextDouble();
    }

    /** Runs what it is given on the test's thread, in an order that follows from the seed. */
    private static final class ShuffledWorkers implements Executor {
        private final List<Runnable> waiting = new ArrayList<>();
        private final Random random;

        ShuffledWorkers(Random random) {
            this.random = random;
        }

        @Override
        public void execute(Runnable attempt) {
            waiting.add(attempt);
        }

        boolean work() {
            if (waiting.isEmpty()) {
                return false;
            }
            waiting.remove(random.nextInt(waiting.size())).run();
            return true;
        }
    }

    /** Watches the run, and holds each beginning against what the task waits for. */
    private static final class Witness implements RunListener {
        private final Dag dag;
        private final History history;
        private final Set<String> atOnce = new HashSet<>();
        private final Deque<String> finished = new ArrayDeque<>();

        Witness(Dag dag, History history) {
            this.dag = dag;
            this.history = history;
        }

        @Override
        public void taskInstanceChanged(TaskInstance instance) {
            var name = instance.key().display();
            history.steps.add(name + " " + instance.state() + " " + instance.tryNumber());
            history.last.put(name, instance.state());
            switch (instance.state()) {
                case QUEUED -> {
                    atOnce.add(name);
                    judgeBeginning(instance);
                }
                case RUNNING -> atOnce.add(name);
                default -> atOnce.remove(name);
            }
            history.mostAtOnce = Math.max(history.mostAtOnce, atOnce.size());
            if (instance.mapIndex() == 0) {
                history.last.remove(instance.taskId());
            }
            if (instance.state().isFinished()) {
                if (finished.contains(name)) {
                    history.faults.add(name + " finished twice");
                }
                finished.add(name);
            }
        }

        @Override
        public void runFinished(DagRun run) {
            history.end = run;
        }

        private void judgeBeginning(TaskInstance instance) {
            var task = dag.find(instance.taskId()).orElseThrow();
            var upstream = task.upstream().stream()
                    .flatMap(id -> statesOf(id, task, instance.mapIndex()))
                    .toList();
            boolean allowed = switch (task.triggerRule()) {
                case ALL_SUCCESS -> upstream.stream().allMatch(state -> state == TaskInstanceState.SUCCESS);
                case ALL_FAILED -> upstream.stream().allMatch(TaskInstanceState::isFailure);
                case ALL_SKIPPED -> upstream.stream().allMatch(state -> state == TaskInstanceState.SKIPPED);
                case ALL_DONE, ALL_DONE_SETUP_SUCCESS -> upstream.stream().allMatch(TaskInstanceState::isFinished);
                case NONE_FAILED, NONE_FAILED_MIN_ONE_SUCCESS ->
                    upstream.stream().allMatch(state -> state.isFinished() && !state.isFailure());
                case NONE_SKIPPED ->
                    upstream.stream().allMatch(state -> state.isFinished() && state != TaskInstanceState.SKIPPED);
                case ONE_SUCCESS, ALL_DONE_MIN_ONE_SUCCESS ->
                    upstream.isEmpty() || upstream.contains(TaskInstanceState.SUCCESS);
                case ONE_FAILED -> upstream.isEmpty() || upstream.stream().anyMatch(TaskInstanceState::isFailure);
                case ONE_DONE ->
                    upstream.isEmpty()
                            || upstream.contains(TaskInstanceState.SUCCESS)
                            || upstream.contains(TaskInstanceState.FAILED);
                case ALWAYS -> true;
            };
            if (!allowed) {
                history.faults.add(
                        "%s began by %s after %s".formatted(instance.key().display(), task.triggerRule(), upstream));
            }
        }

        /** Of all instances; of another task of the same mapped group, of the one of the same index. */
        private Stream<TaskInstanceState> statesOf(String upstream, TaskSpec task, int mapIndex) {
            boolean byIndex = task.mapping() instanceof TaskSpec.Mapping.InGroup
                    && task.mapping().equals(dag.find(upstream).orElseThrow().mapping())
                    && !task.triggerRule().needsOnlyOne();
            return history.last.entrySet().stream()
                    .filter(entry -> entry.getKey().equals(upstream)
                            || entry.getKey().startsWith(byIndex ? upstream + "[" + mapIndex + "]" : upstream + "["))
                    .map(Map.Entry::getValue);
        }
    }
}
