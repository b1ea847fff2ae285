package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on runs, beside a scheduler that lives and where none does. */
class OperatingTest {
    @TempDir
    private Path folder;

    private Cuesheet cuesheet;
    private DagFiles dags;

    @BeforeEach
    void open() {
        cuesheet = Cuesheet.in(folder);
        dags = new DagFiles(folder);
    }

    private Cuesheet.Result run(int exit, String... args) throws InterruptedException {
        var result = cuesheet.run(args);
        assertThat(result.exitCode()).as(result.stderr()).isEqualTo(exit);
        return result;
    }

    private String state(String dagId, String run) throws InterruptedException {
        return cuesheet.run("dags", "state", dagId, run).stdout().strip();
    }

    /** A DAG with a task that writes a line, and one below it that fails for as long as there is no file {@code mended}. */
    private void addNightly() {
        dags.add("Nightly", """
                var dag = Dag.named("nightly")
                        .schedule(Schedule.daily("02:00", java.time.ZoneId.of("UTC")))
                        .startDate(java.time.Instant.parse("2030-01-01T00:00:00Z"))
                        .retries(Retries.none());
                var land = dag.task("land", context -> java.nio.file.Files.writeString(
                                workspace.home().resolve("landed"),
                                context.runId() + "\\n",
                                java.nio.file.StandardOpenOption.CREATE,
                                java.nio.file.StandardOpenOption.APPEND)
                        .toString());
                dag.task("load", land, (context, file) -> {
                    if (!java.nio.file.Files.exists(workspace.home().resolve("mended"))) {
                        throw new IllegalStateException("not mended yet");
                    }
                    return file;
                });
                return dag.build();""");
    }

    private List<String> landed() {
        try {
            var file = cuesheet.home().resolve("landed");
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_living_scheduler_takes_up_what_is_triggered_cleared_and_backfilled_and_keeps_still_while_paused()
            throws Exception {
        addNightly();
        try (var scheduler = cuesheet.start("scheduler")) {
            Await.until(() -> scheduler.stderrSoFar().contains("Scheduling."), scheduler);

            assertThat(run(0, "dags", "trigger", "nightly", "--run-id", "r1").stderr())
                    .contains("The scheduler in process " + scheduler.process().pid());
            Await.until(() -> scheduler.stderrSoFar().contains("r1  failed"), scheduler);
            assertThat(scheduler.stderrSoFar()).contains("r1  running, taken from the queue after");

            run(0, "dags", "pause", "nightly");
            Await.until(() -> scheduler.stderrSoFar().contains("nightly  paused"), scheduler);
            Files.writeString(cuesheet.home().resolve("mended"), "");
            run(0, "tasks", "clear", "nightly", "--run", "r1", "--only-failed", "--yes");
            assertThat(state("nightly", "r1")).isEqualTo("queued");

            run(0, "dags", "unpause", "nightly");
            Await.until(() -> scheduler.stderrSoFar().contains("r1  success"), scheduler);
            assertThat(landed()).containsExactly("r1");

            run(0, "backfill", "create", "nightly", "--from-date", "2024-01-01", "--to-date", "2024-01-03", "--detach");
            Await.until(
                    () -> scheduler.stderrSoFar().contains("backfill__2024-01-02T02:00:00+00:00  success"), scheduler);
            Await.until(() -> landed().size() == 3, scheduler);
            assertThat(run(0, "backfill", "show", "1").stdout()).contains("ended  2 runs");
        }
    }

    @Test
    void a_run_of_the_scheduler_is_cancelled_from_outside() throws Exception {
        dags.addWaiting("Waiting", "waiting");
        try (var scheduler = cuesheet.start("scheduler")) {
            run(0, "dags", "trigger", "waiting", "--run-id", "r1");
            Await.until(() -> Files.exists(cuesheet.home().resolve("started")), scheduler);

            assertThat(run(0, "runs", "cancel", "waiting", "r1").stderr())
                    .contains("process " + scheduler.process().pid(), "told");
            Await.until(() -> scheduler.stderrSoFar().contains("r1  failed"), scheduler);

            assertThat(scheduler.stderrSoFar()).contains("r1  told: end as failed");
            assertThat(state("waiting", "r1")).isEqualTo("failed");
        }
    }

    @Test
    void without_a_scheduler_a_backfill_that_is_left_is_gone_on_with() throws Exception {
        dags.add("Slow", """
                var dag = Dag.named("slow")
                        .schedule(Schedule.daily("02:00", java.time.ZoneId.of("UTC")))
                        .retries(Retries.none());
                dag.task("wait", context -> {
                    java.nio.file.Files.writeString(workspace.home().resolve("started"), "");
                    while (!java.nio.file.Files.exists(workspace.home().resolve("go"))) {
                        Thread.sleep(20);
                    }
                    return "went";
                });
                return dag.build();""");
        try (var backfill =
                cuesheet.start("backfill", "create", "slow", "--from-date", "2024-01-01", "--to-date", "2024-01-03")) {
            Await.until(() -> Files.exists(cuesheet.home().resolve("started")), backfill);
            backfill.process().destroy();

            assertThat(backfill.await().exitCode()).isEqualTo(1);
            assertThat(backfill.stderrSoFar())
                    .contains("To go on: cuesheet backfill run 1")
                    .doesNotContain("\tat ");
        }
        assertThat(run(0, "backfill", "list").stdout()).contains("under way");
        Files.writeString(cuesheet.home().resolve("go"), "");

        assertThat(run(0, "backfill", "run", "1").stderr()).contains("Backfill 1 has ended: 2 success, 0 failed");

        assertThat(run(0, "runs", "list", "slow", "--state", "success").stdout())
                .contains("backfill__2024-01-01", "backfill__2024-01-02");
    }

    @Test
    void a_whole_night_by_hand_without_a_scheduler() throws Exception {
        addNightly();
        assertThat(run(0, "dags", "trigger", "nightly", "--run-id", "r1").stderr())
                .contains("No scheduler lives", "run-dag nightly --resume r1");
        run(1, "run-dag", "nightly", "--resume", "r1");

        run(0, "tasks", "mark", "nightly", "load", "--run", "r1", "--state", "success");
        assertThat(state("nightly", "r1")).isEqualTo("success");
        var nobody = run(2, "tasks", "clear", "nightly", "--run", "r1");
        assertThat(nobody.stderr()).contains("--yes");
        assertThat(state("nightly", "r1")).isEqualTo("success");
        assertThat(run(0, "tasks", "test", "nightly", "land").stdout()).contains("landed");
    }
}
