package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommandLinesTest {
    @TempDir
    private Path folder;

    @Test
    void help_lists_every_command_and_ends_in_success() {
        var shell = new TestShell(folder);
        assertThat(shell.run("--help")).isEqualTo(CommandLines.SUCCESS);
        assertThat(shell.out()).contains(CommandLines.names());
        assertThat(shell.err()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.cuesheet.cli.CommandLines#names")
    void every_command_explains_itself_with_an_example(String command) {
        var shell = new TestShell(folder);
        assertThat(shell.run(command, "--help")).isEqualTo(CommandLines.SUCCESS);
        assertThat(shell.out()).contains("Usage: cuesheet " + command, "Examples:", "  cuesheet " + command);
    }

    @Test
    void a_mistyped_command_is_a_usage_error_that_names_near_ones() {
        var shell = new TestShell(folder);
        assertThat(shell.run("list-rums")).isEqualTo(CommandLines.USAGE);
        assertThat(shell.err()).contains("list-rums", "list-runs");
        assertThat(shell.out()).isEmpty();
    }

    @Test
    void no_command_at_all_is_a_usage_error() {
        var shell = new TestShell(folder);
        assertThat(shell.run()).isEqualTo(CommandLines.USAGE);
        assertThat(shell.err()).contains("Missing command", "cuesheet --help");
    }

    @Test
    void an_option_with_a_bad_value_is_a_usage_error_of_its_command() {
        var shell = new TestShell(folder);
        assertThat(shell.run("local-aws", "--port", "many")).isEqualTo(CommandLines.USAGE);
        assertThat(shell.err()).contains("--port", "many", "cuesheet local-aws --help");
    }

    @Test
    void global_options_may_stand_before_or_after_the_command() {
        var elsewhere = folder.resolve("elsewhere").toString();
        var before = new TestShell(folder);
        assertThat(before.run("--home", elsewhere, "list-runs")).isEqualTo(CommandLines.SUCCESS);
        var after = new TestShell(folder);
        assertThat(after.run("list-runs", "--home", elsewhere)).isEqualTo(CommandLines.SUCCESS);
        assertThat(after.err()).isEqualTo(before.err()).contains("No runs yet", elsewhere);
    }

    @Test
    void real_aws_and_an_endpoint_cannot_both_be_meant() {
        var shell = new TestShell(folder);
        assertThat(shell.run("sql", "select 1", "--aws", "--endpoint-url", "http://127.0.0.1:1"))
                .isEqualTo(CommandLines.USAGE);
        assertThat(shell.err()).contains("--aws", "--endpoint-url");
    }

    @Test
    void real_aws_is_refused_while_the_environment_points_elsewhere() {
        var shell = new TestShell(folder).with("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
        assertThat(shell.run("sql", "select 1", "--aws")).isEqualTo(CommandLines.USAGE);
        assertThat(shell.err()).contains("AWS_ENDPOINT_URL", "http://127.0.0.1:4566");
    }

    @Test
    void looking_at_an_empty_home_makes_nothing_in_it() {
        var shell = new TestShell(folder);
        assertThat(shell.run("list-runs", "--json")).isEqualTo(CommandLines.SUCCESS);
        assertThat(shell.out().strip()).isEqualTo("[]");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_run_of_a_dag_that_never_ran_is_explained() {
        var shell = new TestShell(folder);
        assertThat(shell.run("show-run", "tickit_etl")).isEqualTo(CommandLines.FAILED);
        assertThat(shell.err())
                .contains("cuesheet: DAG \"tickit_etl\" has no runs yet", "cuesheet run-dag tickit_etl")
                .doesNotContain("\tat ");
    }
}
