package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.TaskSelection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed with SIGKILL while its task is deferred. */
@Timeout(180)
class DeferredDeathTest {
    private static final String JOB = "Job[id=j1, version=7]";

    @TempDir
    Path folder;

    private @Nullable Process process;

    @AfterEach
    void killWhatIsLeft() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    /** Starts the program, and kills it once it waits. */
    private void dieWaiting(String state) throws IOException, InterruptedException {
        var started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        NightlyJob.class.getName(),
                        state,
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process = started;
        try (var said = started.inputReader(StandardCharsets.UTF_8)) {
            assertThat(said.lines().filter(NightlyJob.WAITS::equals).findFirst())
                    .isPresent();
        }
        started.destroyForcibly().waitFor();
    }

    private void goesOnWithTheSameTry(String state) throws Exception {
        dieWaiting(state);

        try (var store = NightlySales.open(state);
                var engine = Engine.builder().store(store).build()) {
            assertThat(store.taskInstances("nightly_job", NightlyJob.RUN, "job"))
                    .extracting(TaskInstance::state)
                    .containsExactly(TaskInstanceState.DEFERRED);
            Files.createFile(NightlyJob.end(folder));

            var run = engine.resume(NightlyJob.dag(folder), NightlyJob.RUN);

            assertThat(run.state()).isEqualTo(RunState.SUCCESS);
            assertThat(Files.readAllLines(NightlyJob.diary(folder))).containsExactly("start 1", "resume 1 " + JOB);
            assertThat(store.result(new TaskInstanceKey("nightly_job", NightlyJob.RUN, "report", -1))
                            .orElseThrow()
                            .json())
                    .isEqualTo("\"42 rows\"");
            assertThat(store.attempts("nightly_job", NightlyJob.RUN))
                    .extracting(Attempt::state)
                    .containsOnly(TaskInstanceState.SUCCESS)
                    .hasSize(2);
        }
    }

    @Test
    void a_deferred_task_of_a_killed_process_goes_on_with_the_same_try() throws Exception {
        goesOnWithTheSameTry(folder.resolve("state.db").toString());
    }

    @Test
    void so_it_does_when_the_state_is_in_postgresql() throws Exception {
        goesOnWithTheSameTry(TestPostgres.url() + "#" + TestPostgres.freshSchema());
    }

    @Test
    void clearing_what_a_killed_process_waited_for_ends_the_work_elsewhere() throws Exception {
        var state = folder.resolve("state.db").toString();
        dieWaiting(state);

        try (var store = NightlySales.open(state)) {
            try (var engine = Engine.builder().store(store).build()) {
                engine.operations().clear(NightlyJob.dag(folder), NightlyJob.RUN, TaskSelection.of("job"));
            }

            assertThat(Files.readAllLines(NightlyJob.diary(folder))).containsExactly("start 1", "kill " + JOB);
            assertThat(store.taskInstances("nightly_job", NightlyJob.RUN, "job"))
                    .extracting(TaskInstance::state)
                    .containsExactly(TaskInstanceState.NONE);
        }
    }
}
