package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.acceptance.Cuesheet.Result;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user does wrong, or finds in the way, is told in one message that says what to do, with the right exit code. */
class MistakesTest {
    @TempDir
    private Path folder;

    private Cuesheet cuesheet;
    private DagFiles dags;

    @BeforeEach
    void open() {
        cuesheet = Cuesheet.in(folder);
        dags = new DagFiles(folder);
    }

    @AfterEach
    void awaitWorkers() throws IOException {
        cuesheet.awaitWorkers();
    }

    @Test
    void an_unknown_dag_is_told_with_the_name_that_was_meant() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        var result = cuesheet.run("run-dag", "wekly_sales");
        assertMistake(result, 1, "wekly_sales", "Did you mean weekly_sales?");
    }

    @Test
    void a_cyclic_dag_is_told_with_its_cycle_and_file() throws Exception {
        dags.add("Loop", """
                var dag = Dag.named("loop");
                var first = dag.task("first", context -> 1);
                var second = dag.task("second", context -> 2).after(first);
                first.after(second);
                return dag.build();""");
        var result = cuesheet.run("run-dag", "loop");
        assertMistake(result, 1, "DAG \"loop\" cannot be loaded", "Loop.java", "first -> second");
        assertMistake(cuesheet.run("list-dags"), 1, "Loop.java", "waits for itself");
    }

    @Test
    void a_dag_file_that_does_not_compile_is_told_with_file_and_line_while_the_others_are_listed() throws Exception {
        dags.addQuick("Weekly", "weekly_sales").addSource("Broken", """
                        public final class Broken {
                            public static dev.cuesheet.engine.Dag dag() {
                                return oops;
                            }
                        }
                        """);
        var result = cuesheet.run("list-dags");
        assertMistake(result, 1, "Broken.java:3", "oops");
        assertThat(result.stdout()).contains("weekly_sales");
        assertMistake(cuesheet.run("run-dag", "broken"), 1, "Broken.java:3", "oops");
    }

    @Test
    void a_missing_dags_folder_is_told() throws Exception {
        assertMistake(
                cuesheet.run("list-dags", "--dags-folder", "nowhere"),
                1,
                folder.resolve("nowhere").toString());
    }

    @Test
    void a_port_in_use_is_told() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = String.valueOf(taken.getLocalPort());
            assertMistake(cuesheet.run("local-aws", "--port", port), 1, port, "use", "another port");
        }
    }

    @Test
    void an_endpoint_where_nothing_answers_is_told_before_anything_is_done() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        var endpoint = "http://127.0.0.1:" + freePort();
        assertMistake(cuesheet.run("run-dag", "weekly_sales", "--endpoint-url", endpoint), 1, endpoint);
        assertMistake(cuesheet.run("sql", "select 1", "--endpoint-url", endpoint), 1, endpoint);
    }

    @Test
    void an_endpoint_that_is_no_url_is_told() throws Exception {
        assertMistake(
                cuesheet.run("sql", "select 1", "--endpoint-url", "localhost"),
                1,
                "localhost",
                "http://127.0.0.1:4566");
    }

    @Test
    void wrong_credentials_are_told_before_anything_is_done() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        try (var served = LocalAwsProcess.start(cuesheet)) {
            cuesheet.with("AWS_ACCESS_KEY_ID", "test").with("AWS_SECRET_ACCESS_KEY", "not-the-secret");
            var result = cuesheet.run("run-dag", "weekly_sales", "--endpoint-url", served.endpoint());
            assertMistake(result, 1, "signature", "secret");
            cuesheet.with("AWS_ACCESS_KEY_ID", "nobody");
            assertMistake(cuesheet.run("sql", "select 1", "--endpoint-url", served.endpoint()), 1, "access key");
        }
    }

    @Test
    void a_second_run_of_a_dag_is_refused_while_the_first_goes_on() throws Exception {
        dags.addWaiting("Slow", "slow");
        try (var first = cuesheet.start("run-dag", "slow")) {
            Await.until(() -> Files.exists(cuesheet.home().resolve("started")), first);
            var second = cuesheet.run("run-dag", "slow");
            assertMistake(
                    second,
                    1,
                    "slow",
                    "already running",
                    String.valueOf(first.process().pid()));
            Files.writeString(cuesheet.home().resolve("go"), "");
            assertThat(first.await().exitCode()).isZero();
        }
    }

    @Test
    void an_unknown_run_is_told_with_those_there_are() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        assertThat(cuesheet.run("run-dag", "weekly_sales", "--run-id", "the_first")
                        .exitCode())
                .isZero();
        assertMistake(cuesheet.run("show-run", "weekly_sales", "the_second"), 1, "the_second", "the_first");
        assertMistake(cuesheet.run("run-dag", "weekly_sales", "--resume", "the_second"), 1, "the_second", "the_first");
    }

    @Test
    void a_run_that_has_succeeded_cannot_be_resumed() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        assertThat(cuesheet.run("run-dag", "weekly_sales", "--run-id", "done").exitCode())
                .isZero();
        assertMistake(cuesheet.run("run-dag", "weekly_sales", "--resume", "done"), 1, "done", "succeeded");
    }

    @Test
    void parameters_that_the_dag_does_not_have_or_cannot_read_are_usage_errors() throws Exception {
        dags.add("Yearly", """
                var dag = Dag.named("yearly").param("year", 2008, "which");
                dag.task("hello", context -> context.param("year", Integer.class));
                return dag.build();""");
        assertMistake(cuesheet.run("run-dag", "yearly", "--param", "yaer=2009"), 2, "yaer", "year");
        assertMistake(cuesheet.run("run-dag", "yearly", "--param", "year=last"), 2, "year", "last");
        assertMistake(cuesheet.run("run-dag", "yearly", "--param", "year"), 2, "year");
        assertMistake(cuesheet.run("run-dag", "yearly", "--conf", "{\"year\": }"), 2, "JSON", "line 1");
        assertMistake(cuesheet.run("run-dag", "yearly", "--conf", "[1]"), 2, "JSON object");
    }

    @Test
    void a_home_that_cannot_be_written_is_told() throws Exception {
        dags.addQuick("Weekly", "weekly_sales");
        Files.writeString(folder.resolve("file"), "");
        var home = folder.resolve("file").resolve("home").toString();
        assertMistake(cuesheet.run("run-dag", "weekly_sales", "--home", home), 1, home, "--home");
    }

    /** One message on standard error, nothing on standard output that a script could take for a result, no stack trace. */
    private static void assertMistake(Result result, int exitCode, String... said) {
        assertThat(result.stderr().lines().filter(line -> line.startsWith("cuesheet: ")))
                .hasSize(1);
        assertThat(result.stderr()).contains(said).doesNotContain("\tat ", "Exception");
        assertThat(result.exitCode()).isEqualTo(exitCode);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
