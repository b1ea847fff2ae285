package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsCommandsTest {
    @TempDir
    private Path folder;

    private TestShell run(int exit, String... args) {
        return run(new TestShell(folder), exit, args);
    }

    private static TestShell run(TestShell shell, int exit, String... args) {
        assertThat(shell.run(args)).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    private String outOf(String... args) {
        return run(0, args).out().strip();
    }

    @Test
    void variables_are_set_listed_got_and_deleted() throws IOException {
        run(0, "variables", "set", "bucket", "raw");
        run(0, "variables", "set", "bucket", "curated");
        run(0, "variables", "set", "limits", "{\"rows\": 10}");

        assertThat(outOf("variables", "list")).isEqualTo("bucket\nlimits");
        assertThat(outOf("variables", "list", "--json")).isEqualTo("[\"bucket\",\"limits\"]");
        assertThat(outOf("variables", "get", "bucket")).isEqualTo("curated");
        assertThat(outOf("variables", "get", "nope", "--default", "x")).isEqualTo("x");
        assertThat(outOf("variables", "get", "limits", "--json"))
                .isEqualTo("{\"name\":\"limits\",\"value\":\"{\\\"rows\\\": 10}\"}");
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve(".cuesheet/variables.json"))))
                .isEqualTo("rw-------");
        run(0, "variables", "delete", "bucket");
        assertThat(outOf("variables", "list")).isEqualTo("limits");
        assertThat(run(1, "variables", "delete", "bucket").err()).contains("no variable \"bucket\"", "variables.json");
    }

    @Test
    void the_environment_goes_before_the_file_and_a_missing_one_says_where_it_was_looked_for() {
        run(0, "variables", "set", "bucket", "raw");

        var shell = new TestShell(folder).with("CUESHEET_VAR_BUCKET", "other");
        assertThat(run(shell, 0, "variables", "get", "bucket").out()).isEqualTo("other\n");
        assertThat(run(1, "variables", "get", "nope").err())
                .contains("no variable \"nope\"", "CUESHEET_VAR_NOPE", "variables.json");
    }

    @Test
    void variables_move_by_files() throws IOException {
        Files.writeString(folder.resolve("airflow.json"), "{\"a\": \"1\", \"b\": {\"c\": [1, 2]}}");
        run(0, "variables", "set", "a", "mine");

        assertThat(run(1, "variables", "import", "airflow.json", "-a", "fail").err())
                .contains("a.");
        assertThat(outOf("variables", "list")).isEqualTo("a");
        run(0, "variables", "import", "airflow.json", "-a", "skip");
        assertThat(outOf("variables", "get", "a")).isEqualTo("mine");
        run(0, "variables", "import", "airflow.json");
        assertThat(outOf("variables", "get", "a")).isEqualTo("1");
        assertThat(outOf("variables", "get", "b")).isEqualTo("{\"c\":[1,2]}");

        run(0, "variables", "export", "out.json");
        run(0, "--home", "other", "variables", "import", "out.json");
        assertThat(outOf("--home", "other", "variables", "list")).isEqualTo("a\nb");
        assertThat(run(1, "variables", "import", "nope.json").err()).contains("no file", "nope.json");
    }

    @Test
    void passwords_are_hidden_unless_they_are_asked_for() {
        run(0, "connections", "add", "db", "--conn-uri", "postgres://etl:hunter2@h:5439/dev?api_key=geheim");

        assertThat(outOf("connections", "list")).contains("db", "postgres", "h", "5439", "etl", "***", "api_key");
        assertThat(outOf("connections", "list")).doesNotContain("hunter2", "geheim");
        assertThat(outOf("connections", "list", "--json"))
                .contains("\"password\":\"***\"", "\"api_key\":\"***\"")
                .doesNotContain("hunter2", "geheim");
        assertThat(outOf("connections", "list", "--show-secrets")).contains("hunter2", "geheim");
        assertThat(outOf("connections", "get", "db")).isEqualTo("postgres://etl:hunter2@h:5439/dev?api_key=geheim");
        assertThat(outOf("connections", "get", "db", "--json")).contains("\"password\":\"hunter2\"");
    }

    @Test
    void a_connection_is_told_in_one_of_three_ways() {
        run(0, "connections", "add", "a", "--conn-json", "{\"conn_type\": \"http\", \"host\": \"h\"}");
        run(
                0,
                "connections",
                "add",
                "b",
                "--conn-type",
                "aws",
                "--conn-login",
                "AKIA",
                "--conn-extra",
                "{\"region_name\": \"eu-south-1\"}");

        assertThat(outOf("connections", "get", "a")).isEqualTo("http://h");
        assertThat(outOf("connections", "get", "b")).isEqualTo("aws://AKIA@/?region_name=eu-south-1");
        assertThat(run(2, "connections", "add", "c").err()).contains("--conn-uri", "--conn-json", "--conn-type");
        assertThat(run(2, "connections", "add", "c", "--conn-uri", "a://", "--conn-json", "{}")
                        .err())
                .contains("mutually exclusive");
        assertThat(run(1, "connections", "add", "a", "--conn-uri", "a://").err())
                .contains("already");
        assertThat(run(1, "connections", "add", "c", "--conn-uri", "hunter2hunter2")
                        .err())
                .contains("cannot be read")
                .doesNotContain("hunter2");
        run(0, "connections", "delete", "a");
        assertThat(run(1, "connections", "delete", "a").err()).contains("no connection \"a\"");
        assertThat(run(1, "connections", "get", "a").err()).contains("CUESHEET_CONN_A", "connections.json");
    }

    @Test
    void groups_and_their_commands_explain_themselves() {
        for (var group : new String[] {"variables", "connections"}) {
            assertThat(run(2, group).err()).contains("Missing command");
            for (var command : new String[] {"list", "get", "delete"}) {
                assertThat(run(0, group, command, "--help").out())
                        .contains("Usage: cuesheet " + group + " " + command, "Examples:", "--home");
            }
        }
    }
}
