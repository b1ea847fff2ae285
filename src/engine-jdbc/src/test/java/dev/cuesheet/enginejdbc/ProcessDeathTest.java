package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRunInProgressException;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunHistory;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real process is killed with SIGKILL in the middle of a task, and another one goes on. */
@Timeout(180)
class ProcessDeathTest {
    private static final String NOBODY_HANGS = "-";

    @TempDir
    Path folder;

    private Process process;

    @AfterEach
    void killWhatIsLeft() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private @Nullable String server;

    /** A file, unless the test says otherwise. */
    private String state() {
        return server == null ? folder.resolve("state.db").toString() : server;
    }

    private Path diary() {
        return folder.resolve("diary");
    }

    private List<String> entries() throws IOException {
        return Files.exists(diary()) ? Files.readAllLines(diary()) : List.of();
    }

    /** Starts the program and returns once it hangs in the task. */
    private void startAndHangIn(String task) throws IOException, InterruptedException {
        try (var watcher = FileSystems.getDefault().newWatchService()) {
            folder.register(watcher, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("java.class.path"),
                            NightlySales.class.getName(),
                            state(),
                            diary().toString(),
                            task)
                    .inheritIO()
                    .start();
            while (!entries().contains(task + " 1")) {
                assertThat(process.isAlive()).as("the program hangs in " + task).isTrue();
                var key = watcher.poll(1, TimeUnit.SECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "land1", "refine", "report"})
    void a_run_killed_in_any_task_goes_on_without_repeating_what_was_finished(String task) throws Exception {
        startAndHangIn(task);
        kill();

        try (var store = NightlySales.open(state());
                var engine = Engine.builder().store(store).build()) {
            var interrupted =
                    RunHistory.of(store).find("nightly_sales", NightlySales.RUN).orElseThrow();
            assertThat(interrupted.displayState()).isEqualTo("interrupted");
            var finished = store.taskInstances("nightly_sales", NightlySales.RUN).stream()
                    .filter(instance -> instance.state() == TaskInstanceState.SUCCESS)
                    .map(instance -> instance.key().display().replaceAll("[\\[\\]]", "") + " ")
                    .toList();
            int before = entries().size();

            var run = engine.resume(NightlySales.dag(diary(), NOBODY_HANGS), NightlySales.RUN);

            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(entries().subList(before, entries().size()))
                    .noneMatch(entry -> finished.stream().anyMatch(entry::startsWith))
                    .contains(task + " 2");
            assertThat(store.result(new TaskInstanceKey("nightly_sales", NightlySales.RUN, "report", -1))
                            .orElseThrow()
                            .json())
                    .isEqualTo("\"sales 15 2008\"");
            assertThat(store.taskInstances("nightly_sales", NightlySales.RUN))
                    .extracting(TaskInstance::state)
                    .containsOnly(TaskInstanceState.SUCCESS);
            assertThat(store.attempts("nightly_sales", NightlySales.RUN))
                    .filteredOn(attempt -> attempt.state() == TaskInstanceState.RESTARTING)
                    .extracting(Attempt::tryNumber)
                    .contains(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"land1", "refine"})
    void a_run_whose_state_is_in_postgresql_goes_on_as_well(String task) throws Exception {
        server = TestPostgres.url() + "#" + TestPostgres.freshSchema();

        a_run_killed_in_any_task_goes_on_without_repeating_what_was_finished(task);
    }

    @Test
    void notes_of_a_killed_attempt_are_there_for_the_next() throws Exception {
        startAndHangIn("land1");
        kill();

        try (var store = NightlySales.open(state())) {
            assertThat(store.note(new TaskInstanceKey("nightly_sales", NightlySales.RUN, "land", 1), "job"))
                    .contains("sales1");
        }
    }

    @Test
    void while_the_process_lives_its_run_is_its_own() throws Exception {
        startAndHangIn("refine");

        try (var store = NightlySales.open(state());
                var engine = Engine.builder().store(store).build()) {
            var dag = NightlySales.dag(diary(), NOBODY_HANGS);
            assertThat(RunHistory.of(store).latest(1).get(0).displayState()).isEqualTo("running");
            assertThatThrownBy(() -> engine.resume(dag, NightlySales.RUN))
                    .isInstanceOf(DagRunInProgressException.class)
                    .hasMessageContaining(NightlySales.RUN)
                    .hasMessageContaining("process " + process.pid());

            kill();
            assertThat(engine.run(dag, RunRequest.manual().logicalDate(Instant.EPOCH))
                            .state())
                    .isEqualTo(RunState.SUCCESS);
        }
    }
}
