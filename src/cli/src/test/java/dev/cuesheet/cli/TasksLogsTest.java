package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.cli.logging.AttemptLogs;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.Retries;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.TaskFailure;
import dev.cuesheet.enginejdbc.SqliteStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class TasksLogsTest {
    private static final Logger log = LoggerFactory.getLogger("test.Work");

    @TempDir
    private Path folder;

    /** Two tasks at once, one of which fails at first, and one over three items. */
    private static Dag nightly() {
        var together = new CyclicBarrier(2);
        var dag = Dag.named("nightly");
        var flaky = dag.task("flaky", context -> {
                    if (context.tryNumber() == 1) {
                        together.await();
                        log.info("about to fail");
                        throw new IllegalStateException("the disk is full");
                    }
                    log.info("this time it works");
                    return "done";
                })
                .retries(Retries.upTo(1).every(Duration.ofMillis(1)));
        dag.task("calm", context -> {
            together.await();
            log.info("nothing to see");
            return "done";
        });
        var landed = dag.expand("land", List.of("a", "b", "c"), (context, item) -> {
                    log.info("landing {}", item);
                    if (item.equals("b")) {
                        throw TaskFailure.permanent("b is not there");
                    }
                    return item;
                })
                .after(flaky);
        dag.task("never", landed, (context, items) -> items.size());
        return dag.build();
    }

    private Path home() {
        return folder.resolve("home");
    }

    private void run(String runId) throws InterruptedException {
        var home = new Home(home()).ready();
        try (var store = SqliteStateStore.open(home.database());
                var attempts = AttemptLogs.below(home.logs());
                var engine = Engine.builder().store(store).listener(attempts).build()) {
            engine.run(nightly(), RunRequest.manual().runId(runId));
        }
    }

    private TestShell logs(int exit, String... options) {
        var shell = new TestShell(folder);
        var args = new java.util.ArrayList<>(List.of("tasks", "logs", "--home", home().toString()));
        args.addAll(List.of(options));
        assertThat(shell.run(args.toArray(String[]::new))).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    @Test
    void each_attempt_has_its_lines_and_its_failure_with_the_stack_trace_and_no_others() throws InterruptedException {
        run("first");

        assertThat(logs(0, "nightly", "flaky", "--try", "1").out())
                .contains("flaky Work: about to fail", "failed: IllegalStateException: the disk is full")
                .contains("\tat ")
                .doesNotContain("this time it works", "nothing to see");
        assertThat(logs(0, "nightly", "flaky").out())
                .contains("this time it works", "succeeded at attempt 2")
                .doesNotContain("about to fail");
        assertThat(logs(0, "nightly", "calm").out())
                .contains("nothing to see", "calm succeeded")
                .doesNotContain("flaky");
    }

    @Test
    void one_of_many_instances_is_chosen_by_its_index() throws InterruptedException {
        run("first");

        assertThat(logs(0, "nightly", "land", "--map-index", "1").out())
                .contains("land[1] Work: landing b", "failed: b is not there")
                .doesNotContain("landing a", "landing c");
        assertThat(logs(0, "nightly", "land[2]").out()).contains("landing c");
        assertThat(logs(1, "nightly", "land").err()).contains("instances 0 to 2", "--map-index");
        assertThat(logs(1, "nightly", "calm", "--map-index", "0").err()).contains("not mapped");
    }

    @Test
    void the_latest_run_is_meant_unless_one_is_named() throws IOException, InterruptedException {
        run("first");
        run("second");

        assertThat(logs(0, "nightly", "calm", "--path").out().strip())
                .isEqualTo(home().resolve("logs/dag_id=nightly/run_id=second/task_id=calm/attempt=1.log")
                        .toString());
        var first = logs(0, "nightly", "calm", "--run", "first", "--path").out().strip();
        assertThat(Files.readString(Path.of(first))).contains("nothing to see");
    }

    @Test
    void what_is_not_there_is_explained() throws IOException, InterruptedException {
        assertThat(logs(1, "nightly", "flaky").err()).contains("no runs yet");
        run("first");

        assertThat(logs(1, "nightly", "flakey").err()).contains("no task \"flakey\"", "calm", "flaky");
        assertThat(logs(1, "nightly", "never").err()).contains("no attempt at it has begun, it is upstream_failed");
        assertThat(logs(1, "nightly", "flaky", "--try", "7").err()).contains("attempts 1, 2");
        assertThat(logs(1, "nightly", "flaky", "--run", "nope").err()).contains("no run \"nope\"", "first");
        Files.delete(home().resolve("logs/dag_id=nightly/run_id=first/task_id=calm/attempt=1.log"));
        assertThat(logs(1, "nightly", "calm").err()).contains("was removed");
    }

    @Test
    void a_log_that_cannot_be_written_harms_nothing() throws IOException, InterruptedException {
        Files.createDirectories(home().resolve("logs"));
        Files.writeString(home().resolve("logs/dag_id=nightly"), "a file where a folder should be");

        run("first");

        assertThat(new TestShell(folder).run("show-run", "nightly", "--home", home().toString()))
                .isZero();
    }
}
