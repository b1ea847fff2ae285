package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.enginejdbc.RandomWork.Begun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Real schedulers in processes of their own are killed with SIGKILL, or cut off, at random moments over random DAGs, and
 * whatever comes after them finds nothing lost and nothing done twice. {@code -Dcuesheet.crash.dags=200} (the Maven
 * profile {@code endurance}) tries more DAGs.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SchedulerCrashTest {
    private static final int DAGS_AT_ONCE = 5;
    private static final int DAGS = Integer.getInteger("cuesheet.crash.dags", 20);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private String place = "";
    private long seed;

    @AfterEach
    void killWhatIsLeft() {
        processes.forEach(Process::destroyForcibly);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Math.max(1, DAGS / DAGS_AT_ONCE));
    }

    private Path diary() {
        return folder.resolve("diary");
    }

    private void onSqlite(long number) {
        seed = number;
        place = folder.resolve("state.db").toString();
    }

    private void onPostgres(long number) {
        seed = number;
        place = TestPostgres.url() + "#" + TestPostgres.freshSchema();
    }

    private Process start() throws IOException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashingScheduler.class.getName(),
                        place,
                        diary().toString(),
                        String.valueOf(seed),
                        String.valueOf(DAGS_AT_ONCE))
                .inheritIO()
                .start();
        processes.add(process);
        return process;
    }

    private List<Begun> begun() throws IOException {
        if (!Files.exists(diary())) {
            return List.of();
        }
        try (var lines = Files.lines(diary())) {
            return lines.map(Begun::parse).toList();
        }
    }

    /** Waits until so many more tasks have begun; false when the process has ended before. */
    private boolean more(int tasks, Process process) throws IOException {
        int wanted = begun().size() + tasks;
        while (begun().size() < wanted) {
            if (!process.isAlive()) {
                return false;
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
        return true;
    }

    private void killAtRandomMoments(int times) throws Exception {
        var random = new Random(seed);
        for (int i = 0; i < times; i++) {
            var process = start();
            if (!more(1 + random.nextInt(40), process)) {
                break;
            }
            LockSupport.parkNanos(random.nextInt(10_000_000));
            process.destroyForcibly().waitFor();
        }
    }

    private void letEnd(Process process) throws InterruptedException {
        assertThat(process.waitFor()).as("exit code of the last scheduler").isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void on_sqlite_a_scheduler_killed_at_random_moments_loses_nothing_and_repeats_nothing(long number)
            throws Exception {
        onSqlite(number);

        killAtRandomMoments(4);
        letEnd(start());

        findNothingLostAndNothingTwice();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void on_postgresql_a_scheduler_killed_at_random_moments_loses_nothing_and_repeats_nothing(long number)
            throws Exception {
        onPostgres(number);

        killAtRandomMoments(4);
        letEnd(start());

        findNothingLostAndNothingTwice();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void of_two_schedulers_on_one_postgresql_the_other_takes_over_when_one_is_killed(long number) throws Exception {
        onPostgres(number);
        var random = new Random(seed);
        var killed = start();
        var other = start();

        more(1 + random.nextInt(60), killed);
        killed.destroyForcibly().waitFor();
        letEnd(other);

        findNothingLostAndNothingTwice();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void of_two_schedulers_on_one_postgresql_one_that_was_cut_off_and_comes_back_late_changes_nothing(long number)
            throws Exception {
        onPostgres(number);
        var random = new Random(seed);
        var cutOff = start();
        more(1 + random.nextInt(30), cutOff);
        var other = start();

        signal("STOP", cutOff);
        letEnd(other);
        signal("CONT", cutOff);
        letEnd(cutOff);

        findNothingLostAndNothingTwice();
    }

    private static void signal(String name, Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    private void findNothingLostAndNothingTwice() throws IOException {
        var begun = begun();
        var work = new RandomWork(seed, diary());
        try (var store = CrashingScheduler.open(place)) {
            for (var dag : work.dags(DAGS_AT_ONCE)) {
                var runs = store.runsBetween(dag.id(), null, null);
                assertThat(runs)
                        .as("each date of %s has one run", dag.id())
                        .extracting(DagRun::logicalDate)
                        .containsExactlyElementsOf(RandomWork.dates(dag));
                for (var run : runs) {
                    assertThat(run.state().isFinished()).as(run.runId()).isTrue();
                    assertThat(run.owner()).as("nobody has " + run.runId()).isNull();
                    check(store, dag, run, begun);
                }
            }
        }
        assertThat(begun).as("every body began under a try of its own").doesNotHaveDuplicates();
    }

    private static void check(StateStore store, Dag dag, DagRun run, List<Begun> diary) {
        var instances = store.taskInstances(dag.id(), run.runId());
        assertThat(instances).allMatch(instance -> instance.state().isFinished());
        var attempts = store.attempts(dag.id(), run.runId()).stream().collect(Collectors.groupingBy(Attempt::key));
        for (var instance : instances) {
            var tries = attempts.getOrDefault(instance.key(), List.of());
            assertThat(tries)
                    .as("no attempt at %s is lost", instance.key())
                    .extracting(Attempt::tryNumber)
                    .containsExactlyElementsOf(Stream.iterate(1, next -> next + 1)
                            .limit(tries.size())
                            .toList());
            assertThat(tries.stream().limit(Math.max(0, tries.size() - 1)))
                    .as("nothing follows a success of %s", instance.key())
                    .extracting(Attempt::state)
                    .isSubsetOf(TaskInstanceState.UP_FOR_RETRY, TaskInstanceState.RESTARTING);
            assertThat(instance.tryNumber()).isEqualTo(tries.size());
            assertThat(lastState(instance, tries)).isEqualTo(instance.state());
        }
        assertThat(diary.stream()
                        .filter(line ->
                                line.dagId().equals(dag.id()) && line.runId().equals(run.runId())))
                .as("every body that began is an attempt of %s", run.runId())
                .allMatch(line -> attempts.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(attempt -> attempt.key().taskId().equals(line.taskId())
                                && attempt.key().mapIndex() == line.mapIndex()
                                && attempt.tryNumber() == line.tryNumber()));
    }

    /** What the last attempt came to; of an instance that had none, what was decided without one. */
    private static TaskInstanceState lastState(TaskInstance instance, List<Attempt> tries) {
        return tries.isEmpty() ? instance.state() : tries.get(tries.size() - 1).state();
    }
}
