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

/** The scheduler as a user leaves it running. */
class SchedulerTest {
    @TempDir
    private Path folder;

    private Cuesheet cuesheet;
    private DagFiles dags;

    @BeforeEach
    void open() {
        cuesheet = Cuesheet.in(folder);
        dags = new DagFiles(folder);
    }

    private Path inHome(String name) {
        return cuesheet.home().resolve(name);
    }

    /** A DAG that is due every second and appends a line to the file of its name. */
    private void addEverySecond(String name, String dagId) {
        dags.add(name, """
                var dag = Dag.named("%1$s").schedule(Schedule.every(java.time.Duration.ofSeconds(1)));
                dag.task("tick", context -> java.nio.file.Files.writeString(
                                workspace.home().resolve("%1$s"),
                                context.runId() + "\\n",
                                java.nio.file.StandardOpenOption.CREATE,
                                java.nio.file.StandardOpenOption.APPEND)
                        .toString());
                return dag.build();""".formatted(dagId));
    }

    private List<String> lines(String name) {
        try {
            return Files.exists(inHome(name)) ? Files.readAllLines(inHome(name)) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void it_runs_what_is_due_follows_the_folder_and_ends_when_told() throws Exception {
        addEverySecond("Ticking", "ticking");
        try (var scheduler = cuesheet.start("scheduler")) {
            Await.until(() -> lines("ticking").size() >= 2, scheduler);
            addEverySecond("Dropped", "dropped");
            Await.until(() -> lines("dropped").size() >= 2, scheduler);
            addEverySecond("Later", "later");
            Await.until(() -> lines("later").size() >= 2, scheduler);
            scheduler.process().destroy();

            assertThat(scheduler.await().exitCode()).isZero();
            assertThat(scheduler.stderrSoFar())
                    .contains("ticking  every", "dropped", "success")
                    .doesNotContain("\tat ");
        }
        assertThat(lines("ticking")).doesNotHaveDuplicates().allMatch(run -> run.startsWith("scheduled__"));
    }

    @Test
    void a_broken_file_is_told_while_the_others_run() throws Exception {
        addEverySecond("Ticking", "ticking");
        dags.addSource("Broken", "public final class Broken { oops }");
        try (var scheduler = cuesheet.start("scheduler")) {
            Await.until(() -> !lines("ticking").isEmpty(), scheduler);

            assertThat(scheduler.stderrSoFar()).contains("Broken.java");
        }
    }

    @Test
    void a_run_that_was_killed_goes_on_when_the_scheduler_is_started_again() throws Exception {
        dags.add("Long", """
                var dag = Dag.named("long").schedule(Schedule.once()).startDate(java.time.Instant.EPOCH);
                var first = dag.task("first", context -> java.nio.file.Files.writeString(
                                workspace.home().resolve("first"),
                                "ran\\n",
                                java.nio.file.StandardOpenOption.CREATE,
                                java.nio.file.StandardOpenOption.APPEND)
                        .toString());
                dag.task("second", first, (context, file) -> {
                    java.nio.file.Files.writeString(workspace.home().resolve("started"), "");
                    while (!java.nio.file.Files.exists(workspace.home().resolve("go"))) {
                        Thread.sleep(20);
                    }
                    return java.nio.file.Files.writeString(workspace.home().resolve("second"), "ran").toString();
                });
                return dag.build();""");
        try (var scheduler = cuesheet.start("scheduler")) {
            Await.until(() -> Files.exists(inHome("started")), scheduler);
            scheduler.process().destroyForcibly().waitFor();
        }
        Files.writeString(inHome("go"), "");

        try (var scheduler = cuesheet.start("scheduler")) {
            Await.until(() -> scheduler.stderrSoFar().contains("success"), scheduler);
        }

        assertThat(lines("first")).containsExactly("ran");
        assertThat(lines("second")).containsExactly("ran");
        assertThat(cuesheet.run("list-runs", "--json").stdout())
                .contains("\"success\"")
                .doesNotContain("interrupted");
    }
}
