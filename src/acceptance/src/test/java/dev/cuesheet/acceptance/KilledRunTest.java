package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** What is left of the main job when its process is killed, once in each of its tasks. */
class KilledRunTest {
    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final String RUN = "killed_again_and_again";
    private static final List<String> TASKS = List.of(
            "check_source",
            "create_access",
            "create_warehouse",
            "list_files",
            "land",
            "upload_script",
            "crawl",
            "check_catalog",
            "refine",
            "load_warehouse",
            "verify",
            "answer",
            "report");

    @Test
    void a_run_killed_in_each_of_its_tasks_goes_on_where_it_was(@TempDir Path folder) throws Exception {
        var cuesheet = Cuesheet.in(folder);
        var finished = new HashSet<String>();
        var killed = 0;
        for (var task : TASKS) {
            if (killed > 0 && hasSucceeded(cuesheet, task)) {
                continue; // it ended beside one in which the run was killed
            }
            try (var running = killed == 0
                    ? cuesheet.start("run-dag", "tickit_etl", "--run-id", RUN)
                    : cuesheet.start("run-dag", "tickit_etl", "--resume", RUN)) {
                if (awaitTask(running, task)) {
                    running.process().destroyForcibly().waitFor();
                    killed++;
                }
                assertNoneRanAgain(finished, running.stderrSoFar());
                finished.addAll(tasksThat("success", running.stderrSoFar()));
            }
        }
        assertThat(killed).as("kills that hit the run").isGreaterThanOrEqualTo(TASKS.size() - 3);

        var last = cuesheet.run("run-dag", "tickit_etl", "--resume", RUN, "--json");

        assertThat(last.exitCode()).as(last.stderr()).isZero();
        var run = JsonMapper.shared().readTree(last.stdout());
        assertThat(run.get("state").stringValue()).isEqualTo("success");
        assertNoneRanAgain(finished, last.stderr());
        assertThat(glueRuns(cuesheet)).as("Glue job runs").hasSize(1);
        var count = cuesheet.run("sql", "SELECT count(*) AS n FROM tickit.sales_consolidated", "--json");
        assertThat(count.stdout()).contains("172456");
        cuesheet.awaitWorkers();
    }

    private static void assertNoneRanAgain(Set<String> finished, String log) {
        var again = tasksThat("running", log);
        again.retainAll(finished);
        assertThat(again).as("tasks that ran although they had finished").isEmpty();
    }

    private static boolean hasSucceeded(Cuesheet cuesheet, String task) throws InterruptedException {
        var shown = cuesheet.run("show-run", "tickit_etl", RUN, "--json");
        var instances = JsonMapper.shared()
                .readTree(shown.stdout())
                .get("tasks")
                .valueStream()
                .filter(instance -> instance.get("taskId").stringValue().equals(task))
                .toList();
        return !instances.isEmpty()
                && instances.stream()
                        .allMatch(
                                instance -> instance.get("state").stringValue().equals("success"));
    }

    /** False when the run ended before the task was seen. */
    private static boolean awaitTask(Cuesheet.Running running, String task) throws InterruptedException {
        var deadline = System.nanoTime() + LONGEST.toNanos();
        while (running.process().isAlive()) {
            if (running.stderrSoFar()
                    .lines()
                    .anyMatch(line -> line.matches(".*\\b" + task + "(\\[\\d+])? +running.*"))) {
                return true;
            }
            assertThat(System.nanoTime())
                    .as("task %s did not begin; the run wrote: %s", task, running.stderrSoFar())
                    .isLessThan(deadline);
            running.process().waitFor(2, TimeUnit.MILLISECONDS);
        }
        return false;
    }

    private static Set<String> tasksThat(String state, String log) {
        return Pattern.compile("(?m)^ *\\S+ +(\\w+(?:\\[\\d+])?)  " + state)
                .matcher(log)
                .results()
                .map(line -> line.group(1))
                .collect(Collectors.toSet());
    }

    private static List<Path> glueRuns(Cuesheet cuesheet) throws Exception {
        try (var runs = Files.walk(cuesheet.home().resolve("aws/glue/runs"), 2)) {
            return runs.filter(path -> path.getFileName().toString().startsWith("jr_"))
                    .toList();
        }
    }
}
