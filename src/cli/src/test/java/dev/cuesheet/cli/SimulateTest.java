package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulateTest {
    @TempDir
    private Path folder;

    /** Its first task would end the program that runs it. */
    @BeforeEach
    void a_dag_that_must_not_run() throws IOException {
        var dags = Files.createDirectories(folder.resolve("dags"));
        Files.writeString(dags.resolve("Nightly.java"), """
                import dev.cuesheet.engine.Dag;
                import dev.cuesheet.engine.Retries;
                import dev.cuesheet.engine.Schedule;
                import java.time.Duration;
                import java.time.ZoneId;

                public class Nightly {
                    public static Dag dag() {
                        var dag = Dag.named("nightly")
                                .schedule(Schedule.daily("02:00", ZoneId.of("UTC")))
                                .retries(Retries.upTo(3).every(Duration.ofMinutes(5)));
                        var land = dag.task("land", context -> {
                            Runtime.getRuntime().halt(99);
                            return "never";
                        });
                        dag.task("load", land, (context, text) -> "never");
                        return dag.build();
                    }
                }
                """);
        Files.writeString(dags.resolve("ByHand.java"), """
                import dev.cuesheet.engine.Dag;

                public class ByHand {
                    public static Dag dag() {
                        var dag = Dag.named("by_hand");
                        dag.task("work", context -> "never");
                        return dag.build();
                    }
                }
                """);
    }

    private TestShell simulate(int exit, String... options) {
        var shell = new TestShell(folder);
        var args = new ArrayList<>(List.of("dags", "simulate"));
        args.addAll(List.of(options));
        assertThat(shell.run(args.toArray(String[]::new))).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    private static JsonNode json(TestShell shell) {
        return JsonMapper.shared().readTree(shell.out());
    }

    @Test
    void a_year_is_summed_up() {
        var shell = simulate(0, "nightly", "--from", "2025-01-01", "--to", "2026-01-01");

        assertThat(shell.out())
                .contains("nightly from 2025-01-01 00:00:00 to 2026-01-01 00:00:00", "no task was run")
                .contains("runs       365, 365 success", "attempts   730, of which failed and tried again: 0")
                .contains("first run  2025-01-01 02:00:00  success in 1m 00s", "last run   2025-12-31 02:00:00")
                .contains("Course of scheduled__2025-01-01T02:00:00+00:00")
                .containsSubsequence("0.0s  land", "30.0s  load");
        assertThat(shell.out().lines()).hasSizeLessThan(20);
        assertThat(shell.err()).isEmpty();
    }

    @Test
    void a_week_is_told_run_by_run() {
        var shell = simulate(0, "nightly", "--from", "2025-01-01", "--to", "2025-01-08", "--task-duration", "1h30m");

        assertThat(shell.out().lines().filter(line -> line.startsWith("2025-01-0")))
                .hasSize(7)
                .allMatch(line -> line.contains("success") && line.contains("3h 00m"));
    }

    @Test
    void json_has_every_run_and_attempt_and_the_same_seed_has_the_same_failures() {
        String[] options = {
            "nightly", "--from", "2025-01-01", "--to", "2025-03-01", "--fail-rate", "0.3", "--json", "--seed", "42"
        };

        var shell = simulate(0, options);
        var history = json(shell);

        assertThat(history.get("dagId").asString()).isEqualTo("nightly");
        assertThat(history.get("runs").size()).isEqualTo(59);
        assertThat(history.get("retries").asInt()).isPositive();
        var first = history.get("runs").get(0);
        assertThat(first.get("runId").asString()).isEqualTo("scheduled__2025-01-01T02:00:00+00:00");
        assertThat(first.get("attempts").get(0).get("startDate").asString()).isEqualTo("2025-01-01T02:00:00Z");
        assertThat(simulate(0, options).out()).isEqualTo(shell.out());
        options[options.length - 1] = "43";
        assertThat(simulate(0, options).out()).isNotEqualTo(shell.out());
    }

    @Test
    void failed_runs_of_a_bad_year_are_named() {
        var shell = simulate(0, "nightly", "--from", "2025-01-01", "--fail-rate", "1");

        assertThat(shell.out()).contains("365 failed", "failed and tried again: 1095", "Failed runs", "and 325 more");
    }

    @Test
    void without_a_span_it_is_the_year_from_today() {
        var history = json(simulate(0, "nightly", "--json"));

        assertThat(history.get("from").asString()).isEqualTo("2024-05-01T00:00:00Z");
        assertThat(history.get("to").asString()).isEqualTo("2025-05-01T00:00:00Z");
    }

    @Test
    void nothing_of_it_is_kept() {
        var home = folder.resolve("home").toString();
        simulate(0, "nightly", "--from", "2025-01-01", "--home", home);

        var runs = new TestShell(folder);
        assertThat(runs.run("list-runs", "--home", home)).isEqualTo(0);
        assertThat(runs.err()).contains("No runs yet");
    }

    @Test
    void a_dag_without_a_schedule_has_nothing_to_tell_of() {
        var shell = simulate(0, "by_hand", "--from", "2025-01-01");

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("\"by_hand\" has no run");
    }

    @Test
    void mistakes_are_explained() {
        assertThat(simulate(1, "nightyl").err())
                .contains("Did you mean nightly")
                .doesNotContain("\tat ");
        assertThat(simulate(2, "nightly", "--from", "2025-01-01", "--to", "2025-01-01")
                        .err())
                .contains("is empty", "cuesheet dags simulate --help");
        assertThat(simulate(2, "nightly", "--fail-rate", "5").err()).contains("from 0 to 1");
        assertThat(simulate(2, "nightly", "--task-duration", "soon").err()).contains("\"soon\"", "1h30m");
        assertThat(simulate(2, "nightly", "--from", "yesterday").err()).contains("yesterday", "2024-05-01");
        var group = new TestShell(folder);
        assertThat(group.run("dags")).isEqualTo(2);
        assertThat(group.err()).contains("Missing command", "cuesheet dags --help");
    }

    @Test
    void it_explains_itself() {
        assertThat(simulate(0, "--help").out())
                .contains("Usage: cuesheet dags simulate", "Examples:", "--fail-rate", "--home");
    }
}
