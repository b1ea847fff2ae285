package dev.cuesheet.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Poking;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.TaskHandle;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TriggerRule;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for a week of any DAG, however its attempts, its process and its machine fare. */
class RandomSimulationTest {
    private static final int DAGS = 100;
    private static final int MOST_TASKS = 15;
    private static final Instant START = Instant.parse("2025-03-05T00:00:00Z");
    private static final Duration SPAN = Duration.ofDays(7);

    /** Rules that wait until everything above has ended. */
    private static final List<TriggerRule> PATIENT =
            List.of(TriggerRule.ALL_SUCCESS, TriggerRule.ALL_DONE, TriggerRule.NONE_FAILED);

    static List<Long> seeds() {
        return new Random(20250305).longs(DAGS).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_run_ends_in_order_within_its_limit_and_repeats_no_finished_task(long seed) {
        var dag = dag(seed);

        var history = week(seed, dag).run();

        assertThat(history.runs()).isNotEmpty();
        for (var run : history.runs()) {
            assertThat(run.state().isFinished()).as(run.text()).isTrue();
            assertThat(run.tasks())
                    .extracting(TaskInstance::state)
                    .as(run.text())
                    .allMatch(TaskInstanceState::isFinished);
            assertThat(keepingTheirSlots(run).mostAtOnce())
                    .as(run.text())
                    .isLessThanOrEqualTo(dag.structure().maxActiveTasks());
            assertThat(run.attempts().stream()
                            .filter(attempt -> attempt.state() == TaskInstanceState.SUCCESS)
                            .map(Attempt::key))
                    .as(run.text())
                    .doesNotHaveDuplicates();
            assertThat(run.attempts())
                    .as(run.text())
                    .allMatch(attempt -> attempt.endDate() != null || attempt.state() == TaskInstanceState.RESTARTING);
            beganInOrder(dag, run);
        }
        assertThat(history.runs())
                .extracting(SimulatedHistory.Run::logicalDate)
                .doesNotHaveDuplicates()
                .isSorted();
    }

    /** The run without the sensors that give their slots back while they wait. */
    private static SimulatedHistory.Run keepingTheirSlots(SimulatedHistory.Run run) {
        return new SimulatedHistory.Run(
                run.runId(),
                run.logicalDate(),
                run.dataInterval(),
                run.startDate(),
                run.endDate(),
                run.state(),
                run.note(),
                run.tasks(),
                run.attempts().stream()
                        .filter(attempt -> !attempt.key().taskId().startsWith("polite"))
                        .toList(),
                run.missedDeadlines());
    }

    private static void beganInOrder(Dag dag, SimulatedHistory.Run run) {
        for (var attempt : run.attempts()) {
            for (var upstream : dag.find(attempt.key().taskId()).orElseThrow().upstream()) {
                var ended = run.attemptsAt(upstream).stream()
                        .map(Attempt::endDate)
                        .flatMap(end -> Optional.ofNullable(end).stream())
                        .max(Comparator.naturalOrder());
                assertThat(ended.orElse(run.startDate()))
                        .as("end of %s, above %s in %s", upstream, attempt.key().display(), run.text())
                        .isBeforeOrEqualTo(attempt.startDate());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_same_seed_has_the_same_history(long seed) {
        assertThat(week(seed, dag(seed)).run()).isEqualTo(week(seed, dag(seed)).run());
    }

    private static Simulation week(long seed, Dag dag) {
        var random = new Random(seed);
        var simulation =
                Simulation.of(dag).from(START).to(START.plus(SPAN)).seed(seed).failRate(random.nextDouble() * 0.4);
        dag.tasks().forEach(task -> {
            simulation.takes(task.id(), attempt -> Duration.ofSeconds((long) (attempt.draw(seed + 1) * 5_000)));
            simulation.items(task.id(), random.nextInt(4));
        });
        for (int i = 0; i < random.nextInt(12); i++) {
            simulation.crashAt(sometime(random), Duration.ofMinutes(random.nextInt(300)));
        }
        for (int i = 0; i < random.nextInt(3); i++) {
            simulation.sleepFrom(sometime(random), Duration.ofMinutes(random.nextInt(2_000)));
        }
        return simulation;
    }

    private static Instant sometime(Random random) {
        return START.plusSeconds((long) (random.nextDouble() * SPAN.toSeconds()));
    }

    private static Dag dag(long seed) {
        var random = new Random(seed);
        var schedule = Schedule.cron("30 */%d * * *".formatted(1 + random.nextInt(12)), ZoneId.of("America/New_York"));
        var dag = Dag.named("random")
                .schedule(random.nextBoolean() ? schedule : schedule.overDataIntervals())
                .startDate(START)
                .catchup(random.nextBoolean())
                .maxActiveTasks(1 + random.nextInt(4));
        if (random.nextInt(4) == 0) {
            dag.dagrunTimeout(Duration.ofHours(3));
        }
        var lists = dag.task("lists", context -> List.of("never made"));
        var tasks = new ArrayList<TaskHandle<?>>(List.of(lists));
        int count = random.nextInt(MOST_TASKS);
        for (int i = 0; i < count; i++) {
            var id = "t" + i;
            var poking =
                    Poking.every(Duration.ofMinutes(1 + random.nextInt(20))).atMost(Duration.ofHours(1));
            TaskHandle<?> task = switch (random.nextInt(6)) {
                case 0 -> dag.expand(id, lists, (context, item) -> "never");
                case 1 -> dag.sensor(id, poking, context -> Optional.empty());
                case 2 -> dag.sensor("polite" + i, poking.rescheduling(), context -> Optional.empty());
                case 3 -> dag.shortCircuit(id, context -> false);
                default -> dag.task(id, context -> "never");
            };
            task.retries(Retries.upTo(random.nextInt(3)).backingOffFrom(Duration.ofSeconds(1 + random.nextInt(300))));
            task.triggerRule(PATIENT.get(random.nextInt(PATIENT.size())));
            if (random.nextInt(4) == 0) {
                task.executionTimeout(Duration.ofMinutes(1 + random.nextInt(60)));
            }
            for (var earlier : tasks) {
                if (random.nextInt(count + 1) < 2) {
                    task.after(earlier);
                }
            }
            tasks.add(task);
        }
        return dag.build();
    }
}
