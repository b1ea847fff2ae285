package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;

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
        try (var engine = Engine.builder()
                .clock(clock)
                .workers(workers)
                .listener(new Witness(dag, history))
                .build()) {
            var run = engine.start(dag, RunRequest.manual());
            for (int i = 0; i < 10_000 && history.end == null; i++) {
                if (!workers.work()) {
                    clock.advance(Duration.ofMinutes(10));
                }
            }
            assertThat(history.end)
                    .as("run %s of seed %d has ended", run.runId(), seed)
                    .isNotNull();
        }
        return history;
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
            TaskHandle<?> task = switch (random.nextInt(8)) {
                case 0 -> dag.shortCircuit(id, context -> chance(seed, context, 0) > 0.4);
                case 1 -> dag.branch(id, context -> Branch.nowhere());
                case 2 ->
                    dag.expand(
                            id, List.of(1, 2, 3).subList(0, random.nextInt(4)), (context, item) -> body(seed, context));
                default -> dag.task(id, context -> body(seed, context));
            };
            task.retries(Retries.upTo(random.nextInt(3)).every(Duration.ofMinutes(1 + random.nextInt(9))));
            if (!failFast) {
                task.triggerRule(TriggerRule.values()[random.nextInt(TriggerRule.values().length)]);
            }
            for (var earlier : tasks) {
                if (random.nextInt(count) < 3) {
                    task.after(earlier);
                }
            }
            tasks.add(task);
        }
        var setup = dag.task("setup", context -> body(seed, context));
        dag.task("teardown", context -> body(seed, context))
                .asTeardownOf(setup)
                .after(tasks.get(random.nextInt(tasks.size())));
        return dag.build();
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
            var upstream = task.upstream().stream().flatMap(this::statesOf).toList();
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

        private Stream<TaskInstanceState> statesOf(String taskId) {
            return history.last.entrySet().stream()
                    .filter(entry ->
                            entry.getKey().equals(taskId) || entry.getKey().startsWith(taskId + "["))
                    .map(Map.Entry::getValue);
        }
    }
}
