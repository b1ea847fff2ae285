package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.testing.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fifth line of the acceptance checklist: a process is killed with SIGKILL while it has an instance in each state there
 * is, another one goes on with its run, and no success is lost or had twice.
 */
@Timeout(
        value = 90,
        threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a read of the program's output cannot be interrupted
class DeathInEachStateTest {
    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void killWhatIsLeft() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Attempts run on the test's thread, one after the other. */
    private static final class OneByOne implements Executor {
        private final Deque<Runnable> work = new ArrayDeque<>();
        private boolean busy;

        @Override
        public void execute(Runnable task) {
            work.add(task);
            if (busy) {
                return;
            }
            busy = true;
            try {
                for (var next = work.poll(); next != null; next = work.poll()) {
                    next.run();
                }
            } finally {
                busy = false;
            }
        }
    }

    private Path diary() {
        return folder.resolve("diary");
    }

    private Map<String, Long> ends() throws IOException {
        return Files.readAllLines(diary()).stream()
                .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, String> states(StateStore store) {
        return store.taskInstances(EachState.DAG, EachState.RUN).stream()
                .collect(Collectors.toMap(
                        instance -> instance.key().display(),
                        instance -> instance.state().label()));
    }

    /** The states of the attempts at each task, in their order. */
    private static Map<String, List<String>> attempts(StateStore store) {
        return store.attempts(EachState.DAG, EachState.RUN).stream()
                .collect(Collectors.groupingBy(
                        attempt -> attempt.key().display(),
                        Collectors.mapping(
                                attempt -> attempt.tryNumber() + " "
                                        + attempt.state().label(),
                                Collectors.toList())));
    }

    private void killInEveryState(String place) throws Exception {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        EachState.class.getName(),
                        place,
                        diary().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.lines().anyMatch(EachState.READY::equals))
                    .as("the program brought every task into its state")
                    .isTrue();
            process.destroyForcibly().waitFor();
        }
    }

    private void goesOnAfterDeathInEachState(String place) throws Exception {
        killInEveryState(place);

        var clock = ManualClock.at(Instant.now().truncatedTo(ChronoUnit.MILLIS));
        try (var store = NightlySales.open(place);
                var engine = Engine.builder()
                        .store(store)
                        .clock(clock)
                        .workers(new OneByOne())
                        .build()) {
            assertThat(states(store))
                    .isEqualTo(Arrays.stream(TaskInstanceState.values())
                            .filter(state -> !EachState.ABSENT.contains(state))
                            .collect(Collectors.toMap(TaskInstanceState::label, TaskInstanceState::label)));
            assertThat(ends()).containsOnly(entry("success", 1L), entry("failed", 1L), entry("skipped", 1L));
            var failedAt = store.taskInstances(EachState.DAG, EachState.RUN).stream()
                    .filter(instance -> instance.taskId().equals("up_for_retry"))
                    .findFirst()
                    .orElseThrow()
                    .endDate();

            var run = engine.startAdopting(EachState.dag(diary()), EachState.RUN);
            var left = Duration.between(clock.instant(), failedAt.plus(EachState.RETRY_DELAY));
            clock.advance(left.minusMillis(1));
            assertThat(states(store))
                    .containsEntry("up_for_retry", "up_for_retry")
                    .containsEntry("none", "success");
            clock.advance(Duration.ofMillis(1));

            assertThat(run.await(Duration.ZERO).orElseThrow().state())
                    .as("what had failed stays failed")
                    .isEqualTo(RunState.FAILED);
            assertThat(states(store))
                    .containsEntry("failed", "failed")
                    .containsEntry("skipped", "skipped")
                    .containsEntry("upstream_failed", "upstream_failed");
            var others = List.of(
                    "none",
                    "scheduled",
                    "queued",
                    "running",
                    "restarting",
                    "up_for_retry",
                    "up_for_reschedule",
                    "success");
            assertThat(others).allSatisfy(task -> assertThat(states(store)).containsEntry(task, "success"));
            assertThat(ends())
                    .hasSize(others.size() + 2)
                    .containsKeys(others.toArray(String[]::new))
                    .allSatisfy((task, times) -> assertThat(times).as(task).isEqualTo(1));
            assertThat(attempts(store))
                    .containsOnly(
                            entry("success", List.of("1 success")),
                            entry("failed", List.of("1 failed")),
                            entry("skipped", List.of("1 skipped")),
                            entry("none", List.of("1 success")),
                            entry("scheduled", List.of("1 success")),
                            entry("queued", List.of("1 success")),
                            entry("running", List.of("1 restarting", "2 success")),
                            entry("restarting", List.of("1 restarting", "2 success")),
                            entry("up_for_retry", List.of("1 up_for_retry", "2 success")),
                            entry("up_for_reschedule", List.of("1 success")));
        }
    }

    @Test
    void killed_in_each_state_no_success_is_lost_or_had_twice_with_the_state_in_a_file() throws Exception {
        goesOnAfterDeathInEachState(folder.resolve("state.db").toString());
    }

    @Test
    void killed_in_each_state_no_success_is_lost_or_had_twice_with_the_state_in_postgresql() throws Exception {
        goesOnAfterDeathInEachState(TestPostgres.url() + "#" + TestPostgres.freshSchema());
    }
}
