package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.cli.command.CommandGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Commands on runs where no scheduler lives; the acceptance tests have one. */
class OperatingTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void two_dags_and_a_broken_file() throws IOException {
        var dags = Files.createDirectories(folder.resolve("dags"));
        Files.writeString(dags.resolve("Nightly.java"), """
                import dev.cuesheet.engine.*;
                import java.time.Instant;
                import java.time.ZoneId;
                import java.util.List;
                import java.util.Map;

                public class Nightly {
                    private static final class Copy implements Operator<String> {
                        @Override
                        public String execute(TaskContext context) {
                            return context.render("copy {{ ds }}");
                        }

                        @Override
                        public Map<String, String> templates() {
                            return Map.of("sql", "copy {{ ds }} of {{ params.year }}");
                        }
                    }

                    public static Dag dag() {
                        var dag = Dag.named("nightly")
                                .schedule(Schedule.daily("02:00", ZoneId.of("UTC")))
                                .retries(Retries.none())
                                .param("year", 2008, "the year")
                                .description("Every night");
                        var land = dag.task("land", context -> "files of " + context.param("year", Integer.class));
                        dag.task("load", land, (context, files) -> files + " loaded");
                        dag.task("copy", new Copy()).after(land);
                        dag.expand("each", List.of("a", "b"), (context, item) -> item + "!");
                        return dag.build();
                    }
                }
                """);
        Files.writeString(dags.resolve("ByHand.java"), """
                import dev.cuesheet.engine.*;

                public class ByHand {
                    public static Dag dag() {
                        var dag = Dag.named("by_hand").retries(Retries.none());
                        var first = dag.task("first", context -> "x");
                        dag.task("second", first, (context, x) -> {
                            throw new IllegalStateException("it rained");
                        });
                        dag.task("third", context -> "y");
                        return dag.build();
                    }
                }
                """);
    }

    private TestShell run(int exit, String... args) {
        var shell = new TestShell(folder)
                .with("CUESHEET_HOME", folder.resolve("home").toString());
        assertThat(shell.run(args)).as(shell.err()).isEqualTo(exit);
        assertThat(shell.err()).doesNotContain("a fault of Cuesheet's");
        return shell;
    }

    private static JsonNode json(TestShell shell) {
        return JsonMapper.shared().readTree(shell.out());
    }

    @Test
    void a_triggered_run_waits_in_the_queue_and_what_to_do_next_is_said() {
        var shell = run(0, "dags", "trigger", "nightly", "--conf", "{\"year\": 2009}", "--run-id", "r1");

        assertThat(shell.out()).isEqualTo("nightly  r1  queued%n".formatted());
        assertThat(shell.err()).contains("No scheduler lives", "cuesheet scheduler", "run-dag nightly --resume r1");
        var run = json(run(0, "runs", "show", "nightly", "r1", "--json"));
        assertThat(run.get("state").asString()).isEqualTo("queued");
        assertThat(run.get("params").get("year").asInt()).isEqualTo(2009);
        assertThat(run(0, "dags", "state", "nightly", "latest").out().strip()).isEqualTo("queued");
        assertThat(run(0, "dags", "state", "nightly", "2024-05-01").out().strip())
                .isEqualTo("queued");
    }

    @Test
    void trigger_tells_scripts_what_there_is_to_know() {
        run(0, "dags", "pause", "nightly");

        var triggered = json(run(0, "dags", "trigger", "nightly", "-p", "year=2007", "-l", "2024-04-01", "--json"));

        assertThat(triggered.get("runId").asString()).startsWith("manual__2024-04-01T00:00:00");
        assertThat(triggered.get("paused").asBoolean()).isTrue();
        assertThat(triggered.get("schedulerAlive").asBoolean()).isFalse();
    }

    @Test
    void a_paused_dag_is_shown_as_paused_until_it_is_unpaused() {
        assertThat(run(0, "dags", "pause", "nightly").out()).contains("nightly  paused");
        assertThat(run(0, "dags", "list").out()).containsPattern("nightly .* paused");
        assertThat(run(0, "dags", "trigger", "nightly", "-l", "2024-03-01").err())
                .contains("cuesheet dags unpause nightly");
        assertThat(run(0, "dags", "pause", "--treat-dag-id-as-regex", "n.*ly").out())
                .contains("as it was before");
        var paused = json(run(0, "dags", "list", "--json"));
        assertThat(paused.get(1).get("paused").asBoolean()).isTrue();
        assertThat(paused.get(0).get("paused").asBoolean()).isFalse();

        run(0, "dags", "unpause", "nightly");

        assertThat(run(0, "dags", "list").out()).containsPattern("nightly .* 2024-05-01 02:00:00");
    }

    @Test
    void the_next_executions_are_those_of_the_schedule() {
        assertThat(run(0, "dags", "next-execution", "nightly", "-n", "2").out().lines())
                .containsExactly("2024-05-01T02:00:00Z", "2024-05-02T02:00:00Z");
        assertThat(run(0, "dags", "next-execution", "by_hand").err()).contains("has no next run");
        assertThat(folder.resolve("home/state.db")).doesNotExist();
    }

    @Test
    void a_broken_file_is_told_and_the_others_offer_their_dags() throws IOException {
        assertThat(run(0, "dags", "list-import-errors").err()).contains("No errors: 2 DAGs");
        Files.writeString(folder.resolve("dags/Broken.java"), "public final class Broken { oops }");

        assertThat(run(1, "dags", "list-import-errors").out()).contains("Broken.java:1: ");
        var faults = json(run(1, "dags", "list-import-errors", "--json"));
        assertThat(faults.get(0).get("line").asInt()).isEqualTo(1);
        assertThat(run(1, "dags", "list").out()).contains("nightly", "by_hand");
        assertThat(run(0, "tasks", "list", "nightly").out()).contains("land");
    }

    @Test
    void a_whole_dag_is_tested_without_leaving_a_run() {
        var shell = run(1, "dags", "test", "by_hand", "--json");

        assertThat(json(shell).get("state").asString()).isEqualTo("failed");
        assertThat(shell.err()).contains("it rained", "nothing of this run is kept");
        assertThat(run(0, "runs", "list").err()).contains("No runs yet");
        assertThat(json(run(0, "dags", "test", "nightly", "--json"))
                        .get("state")
                        .asString())
                .isEqualTo("success");
    }

    @Test
    void tasks_are_listed_rendered_and_tested_alone() {
        assertThat(run(0, "tasks", "list", "nightly").out().lines()).contains("land", "load", "copy", "each");
        assertThat(json(run(0, "tasks", "list", "nightly", "--json")).size()).isEqualTo(4);
        assertThat(run(0, "tasks", "render", "nightly", "copy", "2030-01-01", "--param", "year=2029")
                        .out())
                .contains("sql:", "copy 2030-01-01 of 2029");
        assertThat(run(0, "tasks", "render", "nightly", "land", "2030-01-01").err())
                .contains("declares no templates");
        assertThat(run(0, "tasks", "test", "nightly", "land", "--param", "year=1999")
                        .out()
                        .strip())
                .isEqualTo("\"files of 1999\"");
        assertThat(run(0, "tasks", "test", "nightly", "each", "-m", "1").out().strip())
                .isEqualTo("\"b!\"");
        assertThat(run(1, "tasks", "test", "nightly", "each").err()).contains("choose one, from 0 to 1");
        assertThat(run(1, "tasks", "test", "nightly", "load").err()).contains("takes the results of land");
        assertThat(run(0, "runs", "list").err()).contains("No runs yet");

        run(0, "run-dag", "nightly", "--run-id", "r1", "--param", "year=2001");

        var loaded = run(0, "tasks", "test", "nightly", "load");
        assertThat(loaded.out().strip()).isEqualTo("\"files of 2001 loaded\"");
        assertThat(loaded.err()).contains("results of run r1");
        assertThat(run(0, "tasks", "render", "nightly", "copy", "r1").out()).contains("copy 2024-05-01 of 2001");
    }

    @Test
    void a_failed_run_is_cleared_after_it_was_shown_what() {
        run(1, "run-dag", "by_hand", "--run-id", "r1");
        assertThat(run(0, "tasks", "state", "by_hand", "second", "r1").out().strip())
                .isEqualTo("failed");

        var dry = run(0, "tasks", "clear", "by_hand", "--run", "r1", "-t", "first", "-d", "--dry-run");
        assertThat(dry.out()).contains("first", "second").doesNotContain("third");
        assertThat(run(0, "dags", "state", "by_hand", "r1").out().strip()).isEqualTo("failed");
        var nobody = run(2, "tasks", "clear", "by_hand", "--run", "r1");
        assertThat(nobody.err()).contains("no terminal", "--yes");
        assertThat(run(0, "dags", "state", "by_hand", "r1").out().strip()).isEqualTo("failed");

        var cleared = run(0, "tasks", "clear", "by_hand", "--run", "latest", "--only-failed", "--yes", "--json");
        assertThat(json(cleared).size()).isEqualTo(1);
        assertThat(json(cleared).get(0).get("taskId").asString()).isEqualTo("second");
        assertThat(cleared.err()).contains("Run r1 waits in the queue", "No scheduler lives");
        var states = json(run(0, "tasks", "states-for-dag-run", "by_hand", "r1", "--json"));
        assertThat(states.findValuesAsString("state")).containsExactlyInAnyOrder("success", "none", "success");
        assertThat(run(0, "runs", "clear", "by_hand", "r1", "--only-failed", "--yes")
                        .err())
                .contains("nothing to clear");
    }

    @Test
    void runs_of_a_span_are_cleared_together() {
        run(0, "run-dag", "nightly", "--run-id", "r1", "--logical-date", "2024-04-01");
        run(0, "run-dag", "nightly", "--run-id", "r2", "--logical-date", "2024-04-02");
        run(0, "run-dag", "nightly", "--run-id", "r3", "--logical-date", "2024-04-03");

        var cleared = run(
                0, "tasks", "clear", "nightly", "-s", "2024-04-02", "-e", "2024-04-03", "-t", "^land$", "-y", "--json");

        assertThat(json(cleared).findValuesAsString("runId")).containsExactly("r2", "r3");
        assertThat(run(0, "runs", "list", "--state", "queued", "--limit", "5").out())
                .contains("r2", "r3")
                .doesNotContain("r1");
        assertThat(run(0, "runs", "list", "nightly", "--state", "success", "--limit", "1")
                        .out())
                .contains("r1");
        assertThat(run(1, "tasks", "clear", "nightly", "-s", "2023-01-01", "-e", "2023-02-01", "-y")
                        .err())
                .contains("no run with a logical date");
    }

    @Test
    void tasks_and_runs_are_marked_and_runs_cancelled() {
        run(1, "run-dag", "by_hand", "--run-id", "r1");

        var marked = run(0, "tasks", "mark", "by_hand", "second", "--state", "success", "--run", "r1");
        assertThat(marked.out()).contains("r1  second  failed -> success");
        assertThat(run(0, "dags", "state", "by_hand", "r1").out().strip()).isEqualTo("success");
        run(0, "runs", "mark", "by_hand", "r1", "--state", "failed");
        assertThat(run(0, "dags", "state", "by_hand", "r1").out().strip()).isEqualTo("failed");
        run(0, "dags", "trigger", "by_hand", "-r", "r2", "-l", "2024-06-01");
        run(0, "runs", "cancel", "by_hand", "r2");
        assertThat(run(0, "dags", "state", "by_hand", "r2").out().strip()).isEqualTo("failed");
        assertThat(run(1, "runs", "cancel", "by_hand", "r2").err()).contains("has ended already: failed");
    }

    @Test
    void a_backfill_runs_every_date_of_the_span_and_tells_how_far_it_is() {
        var plan = run(
                0,
                "backfill",
                "create",
                "nightly",
                "--from-date",
                "2024-04-01",
                "--to-date",
                "2024-04-03",
                "--dry-run");
        assertThat(plan.out()).contains("backfill__2024-04-01T02:00:00", "backfill__2024-04-02T02:00:00");
        assertThat(run(0, "backfill", "list").err()).contains("No backfills yet");

        var done = run(
                0,
                "backfill",
                "create",
                "--dag-id",
                "nightly",
                "--from-date",
                "2024-04-01",
                "--to-date",
                "2024-04-03",
                "--conf",
                "{\"year\": 2005}",
                "--json");

        assertThat(done.err()).contains("2 of 2 runs have ended", "Backfill 1 has ended: 2 success, 0 failed");
        assertThat(json(done).get("state").asString()).isEqualTo("ended");
        assertThat(json(run(0, "runs", "list", "nightly", "--json")).findValuesAsString("runId"))
                .containsExactlyInAnyOrder(
                        "backfill__2024-04-01T02:00:00+00:00", "backfill__2024-04-02T02:00:00+00:00");
        assertThat(run(0, "backfill", "show", "1").out()).contains("ended  2 runs", "success");
        assertThat(run(1, "backfill", "run", "1").err()).contains("Backfill 1 of DAG \"nightly\" ended");
    }

    @Test
    void a_detached_backfill_is_paused_gone_on_with_and_another_one_cancelled() {
        String[] create = {"backfill", "create", "nightly", "--from-date", "2024-04-01", "--to-date", "2024-04-03"};
        var detached = run(
                0, "backfill", "create", "nightly", "--from-date", "2024-04-01", "--to-date", "2024-04-03", "--detach");
        assertThat(detached.err()).contains("No scheduler lives", "cuesheet backfill run 1");
        assertThat(run(1, create).err()).contains("has not ended");
        assertThat(run(0, "backfill", "pause", "1").out()).contains("paused");
        assertThat(run(0, "backfill", "unpause", "1").out()).contains("under way");

        assertThat(run(0, "backfill", "run", "1").err()).contains("2 success, 0 failed");

        run(0, "backfill", "create", "nightly", "--from-date", "2024-03-01", "--to-date", "2024-03-03", "--detach");
        assertThat(run(0, "backfill", "cancel", "2").out()).contains("ended");
        assertThat(run(0, "backfill", "show", "2", "--json").out()).contains("\"failed\"");
        assertThat(json(run(0, "backfill", "list", "nightly", "--json")).size()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | dags trigger nightyl | Did you mean nightly",
                "2 | dags trigger nightly --conf {year | not a JSON object",
                "2 | dags trigger nightly --conf {\"yeer\":1} | has no param",
                "2 | dags trigger nightly --logical-date yesterday | 2024-05-01T02:00:00Z",
                "2 | dags tirgger nightly | trigger",
                "1 | dags state nightly latest | has no runs yet",
                "1 | dags pause nope | There is no DAG",
                "1 | dags pause --treat-dag-id-as-regex x.* | There are: by_hand, nightly",
                "2 | dags pause --treat-dag-id-as-regex ( | not a regular expression",
                "2 | dags next-execution nightly -n 0 | at least 1",
                "2 | tasks clear nightly | --run latest",
                "2 | tasks clear nightly --run latest --start-date 2024-01-01 | cannot be given with it",
                "2 | tasks clear nightly --start-date 2024-01-01 --past | need --run",
                "2 | tasks clear nightly --run latest -t ( | not a regular expression",
                "2 | tasks clear nightly --run latest -f -r | --only-failed or --only-running",
                "1 | tasks clear nightly --run latest --yes | has no runs yet",
                "2 | tasks mark nightly land --state running --run latest | success, failed, skipped",
                "1 | tasks render nightly lnad 2024-01-01 | Did you mean land",
                "1 | tasks render nightly land someday | has no runs yet",
                "1 | tasks test nightly lnad | Did you mean land",
                "2 | runs mark nightly latest --state queued | success or failed",
                "2 | runs list --state done | there are queued",
                "2 | backfill create --from-date 2024-01-01 --to-date 2024-01-02 | Name the DAG",
                "2 | backfill create nightly --from-date 2024-02-01 --to-date 2024-01-02 | is empty",
                "2 | backfill create nightly --from-date 2024-01-01 --to-date soon | soon",
                "2 | backfill create nightly --from-date 2024-01-01 --to-date 2024-01-02 --reprocess-behavior some | some",
                "1 | backfill create nightly --from-date 2025-01-01 --to-date 2025-01-02 --detach | in the future",
                "1 | backfill create by_hand --from-date 2024-01-01 --to-date 2024-01-02 --detach | has no past",
                "1 | backfill show 7 | There is no backfill 7",
                "1 | runs list --database mysql://secret@host/db | jdbc:postgresql:",
                "1 | --database mysql://secret@host/db runs list | jdbc:postgresql:",
                "1 | list-runs --database mysql://secret@host/db | jdbc:postgresql:",
            })
    void mistakes_are_explained(int exit, String command, String told) {
        var shell = run(exit, command.split(" "));

        assertThat(shell.err()).contains(told).doesNotContain("\tat ", "secret");
    }

    @Test
    void an_unknown_run_or_task_of_a_run_names_near_ones() {
        run(0, "run-dag", "nightly", "--run-id", "corrected_2008");

        assertThat(run(1, "dags", "state", "nightly", "corected_2008").err()).contains("Did you mean corrected_2008");
        assertThat(run(1, "tasks", "state", "nightly", "lod", "latest").err()).contains("Did you mean load");
        assertThat(run(0, "tasks", "state", "nightly", "each", "latest").out().lines())
                .containsExactly("each[0]  success", "each[1]  success");
        assertThat(run(1, "tasks", "state", "nightly", "each", "latest", "--map-index", "5")
                        .err())
                .contains("no instance 5; it has 2");
    }

    @ParameterizedTest
    @CsvSource({"dags", "tasks", "runs", "backfill"})
    void every_command_of_a_group_explains_itself_with_an_example(String group) {
        var names = ((CommandGroup) CommandLines.command(group)).names();
        var help = run(0, group, "--help").out();
        assertThat(help).contains(names);
        for (var name : names) {
            var shell = run(0, group, name, "--help");
            assertThat(shell.out()).contains("Usage: cuesheet " + group + " " + name, "Examples:", "--database");
        }
    }
}
