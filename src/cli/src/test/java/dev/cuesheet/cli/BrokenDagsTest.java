package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** A DAGs folder in which one file has every fault that a DAG can have, one does not compile, and one is sound. */
class BrokenDagsTest {
    @TempDir
    private Path folder;

    private Path dags;

    @BeforeEach
    void a_folder_with_sound_and_broken_files() throws IOException {
        dags = Files.createDirectories(folder.resolve("dags"));
        Files.writeString(dags.resolve("Sound.java"), """
                import dev.cuesheet.engine.Dag;

                public class Sound {
                    public static Dag dag() {
                        var dag = Dag.named("sound");
                        dag.task("hello", context -> "hello");
                        return dag.build();
                    }
                }
                """);
        Files.writeString(dags.resolve("Broken.java"), """
                import dev.cuesheet.engine.*;
                import java.time.ZoneOffset;
                import java.util.Map;

                public class Broken {
                    record Copy(String to) implements Operator<String> {
                        public String execute(TaskContext context) {
                            return context.render(to);
                        }

                        public Map<String, String> templates() {
                            return Map.of("to", to);
                        }
                    }

                    @SuppressWarnings({"unchecked", "rawtypes"})
                    public static Dag dag() {
                        var dag = Dag.named("broken").schedule(Schedule.cron("61 2 * * *", ZoneOffset.UTC));
                        var land = dag.task("land", context -> 1);
                        land.after(dag.task("refine", context -> 1).after(land));
                        dag.task("twice", context -> 1);
                        dag.task("twice", context -> 1);
                        dag.task("report", context -> 1).after("reprot");
                        dag.task("drop", context -> 1).asTeardownOf();
                        var path = (TaskHandle) dag.task("path", new Copy("s3://raw/{{ ds }}"));
                        dag.expand("each", path, (context, item) -> item);
                        dag.task("copy", new Copy("s3://raw/{{ dss }}"));
                        return dag.build();
                    }
                }
                """);
        Files.writeString(dags.resolve("Typo.java"), """
                public class Typo {
                    public static dev.cuesheet.engine.Dag dag() {
                        return oops;
                    }
                }
                """);
    }

    private static void tellsAllFaultsOfTheBrokenDag(TestShell shell) {
        assertThat(shell.err())
                .contains("Broken.java: DAG \"broken\" cannot be built:")
                .contains("61 2 * * *")
                .contains("task \"land\": waits for itself: land -> refine -> land")
                .contains("task \"twice\": the id is used more than once")
                .contains("task \"report\": waits for \"reprot\"")
                .contains("task \"drop\": is a teardown, but no setup")
                .contains("task \"each\": is mapped over the result of \"path\", which is no list")
                .contains("task \"copy\": template of to", "\"dss\"")
                .doesNotContain("\tat ");
    }

    @Test
    void list_dags_offers_the_sound_one_tells_every_fault_of_the_others_and_exits_with_1() {
        var shell = new TestShell(folder);

        assertThat(shell.run("list-dags")).isEqualTo(1);

        assertThat(shell.out()).contains("sound").doesNotContain("broken", "Typo");
        assertThat(shell.err()).contains("Typo.java:3").contains("oops");
        tellsAllFaultsOfTheBrokenDag(shell);
        assertThat(shell.err().lines().filter(line -> line.contains("cuesheet:")))
                .hasSize(1);
    }

    @Test
    void list_dags_as_json_lists_the_sound_one_alone_and_exits_with_1_as_well() {
        var shell = new TestShell(folder);

        assertThat(shell.run("list-dags", "--json")).isEqualTo(1);

        var json = JsonMapper.shared().readTree(shell.out());
        assertThat(json.size()).isEqualTo(1);
        assertThat(json.get(0).get("dagId").asString()).isEqualTo("sound");
        tellsAllFaultsOfTheBrokenDag(shell);
    }

    @Test
    void the_sound_one_is_shown_as_if_there_were_no_other_file() {
        var shell = new TestShell(folder);

        assertThat(shell.run("show-dag", "sound")).as(shell.err()).isZero();

        assertThat(shell.out()).contains("hello");
    }

    @Test
    void the_broken_one_cannot_be_shown_and_the_reasons_are_told_but_not_those_of_other_files() {
        var shell = new TestShell(folder);

        assertThat(shell.run("show-dag", "broken")).isEqualTo(1);

        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("DAG \"broken\" cannot be loaded").doesNotContain("Typo.java");
        tellsAllFaultsOfTheBrokenDag(shell);
    }

    @Test
    void once_mended_the_folder_is_listed_with_exit_code_0() throws IOException {
        Files.delete(dags.resolve("Broken.java"));
        Files.delete(dags.resolve("Typo.java"));
        var shell = new TestShell(folder);

        assertThat(shell.run("list-dags")).as(shell.err()).isZero();

        assertThat(shell.out()).contains("sound");
        assertThat(shell.err()).isEmpty();
    }
}
