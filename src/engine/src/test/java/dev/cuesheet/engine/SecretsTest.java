package dev.cuesheet.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.spi.SecretsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
    @TempDir
    private Path home;

    /** Somebody's vault. */
    private static final SecretsSource VAULT = new SecretsSource() {
        @Override
        public Optional<String> variable(String name) {
            return name.startsWith("vault_") || name.equals("shared") ? Optional.of("from vault") : Optional.empty();
        }

        @Override
        public Optional<Connection> connection(String id) {
            return id.equals("vaulted") ? Optional.of(Connection.parse(id, "aws://")) : Optional.empty();
        }

        @Override
        public String toString() {
            return "the vault";
        }
    };

    private Secrets secrets(Map<String, String> environment) {
        return Secrets.standard(environment, home).thenFrom(VAULT);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(home.resolve(file), content);
    }

    @Test
    void the_environment_comes_first_then_the_files_then_what_was_added() throws IOException {
        write("variables.json", "{\"bucket\": \"from file\", \"shared\": \"from file\", \"limits\": {\"rows\": 10}}");
        var secrets = secrets(Map.of("CUESHEET_VAR_BUCKET", "from environment"));

        assertThat(secrets.variable("bucket")).isEqualTo("from environment");
        assertThat(secrets.variable("shared")).isEqualTo("from file");
        assertThat(secrets.variable("vault_x")).isEqualTo("from vault");
        assertThat(secrets.variable("limits")).isEqualTo("{\"rows\":10}");
        assertThat(secrets.findVariable("nope")).isEmpty();
    }

    @Test
    void services_on_the_class_path_are_asked_last_and_only_among_the_usual_places() {
        assertThat(secrets(Map.of()).variable("of_a_service")).isEqualTo("from service");
        assertThat(secrets(Map.of()).variable("shared")).isEqualTo("from vault");
        assertThat(Secrets.of(VAULT).findVariable("of_a_service")).isEmpty();
    }

    @Test
    void connections_come_from_the_same_places_in_both_of_airflows_forms() throws IOException {
        write("connections.json", """
                {"warehouse": "postgres://etl:pw%2F1@db.example:5439/dev",
                 "aws_default": {"conn_type": "aws", "login": "AKIA", "extra": {"region_name": "eu-south-1"}}}
                """);
        var secrets = secrets(Map.of(
                "CUESHEET_CONN_WAREHOUSE",
                "{\"conn_type\": \"redshift\", \"host\": \"elsewhere\", \"extra\": \"{\\\"iam\\\": true}\"}"));

        assertThat(secrets.connection("warehouse").host()).isEqualTo("elsewhere");
        assertThat(secrets.connection("warehouse").extra()).isEqualTo(Map.of("iam", true));
        assertThat(secrets(Map.of()).connection("warehouse").password()).isEqualTo("pw/1");
        assertThat(secrets.connection("aws_default").extra("region_name")).contains("eu-south-1");
        assertThat(secrets.connection("vaulted").type()).isEqualTo("aws");
    }

    @Test
    void what_is_nowhere_is_an_error_that_says_where_it_was_looked_for() {
        assertThatThrownBy(() -> secrets(Map.of()).variable("bucket"))
                .isInstanceOf(EngineException.class)
                .hasMessage("there is no variable \"bucket\"; looked in the environment variable CUESHEET_VAR_BUCKET,"
                        + " then the file " + home.resolve("variables.json") + ", then the vault, then a service");
        assertThatThrownBy(() -> secrets(Map.of()).connection("db-1"))
                .hasMessageContaining("no connection \"db-1\"")
                .hasMessageContaining("CUESHEET_CONN_DB-1")
                .hasMessageContaining("connections.json");
        assertThatThrownBy(() -> Secrets.none().variable("x")).hasMessageContaining("no place to look");
    }

    @Test
    void a_broken_file_is_named_without_what_is_in_it() throws IOException {
        write("variables.json", "{\n  \"password\": hunter2hunter2\n}");
        write("connections.json", "{\"db\": {\"conn_type\": \"x\", \"passwort\": \"hunter2hunter2\"}}");

        assertThatThrownBy(() -> secrets(Map.of()).variable("password"))
                .hasMessageContaining("variables.json")
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("hunter2");
        assertThatThrownBy(() -> secrets(Map.of()).connection("db"))
                .hasMessageContaining("connections.json")
                .hasMessageContaining("\"passwort\"")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void a_task_asks_for_them_by_name_and_a_missing_one_fails_it() {
        var seen = new ArrayList<String>();
        var dag = Dag.named("sales");
        dag.task("land", context -> {
            seen.add(context.variable("bucket") + " " + context.connection("db").host());
            return context.variable("nope");
        });
        var engine = Engine.builder()
                .workers(Runnable::run)
                .secrets(secrets(Map.of("CUESHEET_VAR_BUCKET", "raw", "CUESHEET_CONN_DB", "postgres://h")))
                .build();
        try (engine) {
            var run = run(engine, dag.build());

            assertThat(seen).containsExactly("raw h");
            var land = engine.history()
                    .details("sales", run.runId())
                    .orElseThrow()
                    .instances()
                    .get(0);
            assertThat(land.note()).contains("no variable \"nope\"", "CUESHEET_VAR_NOPE");
        }
    }

    @Test
    void a_secret_that_a_task_was_given_is_hidden_in_what_is_kept_of_its_failure() {
        var dag = Dag.named("sales");
        dag.task("land", context -> {
            var password = context.connection("db").password();
            var key = context.variable("api_key_of_shop");
            throw new IllegalStateException("cannot log in with " + password + " nor pa%2Fss%20word nor " + key);
        });
        var engine = Engine.builder()
                .workers(Runnable::run)
                .secrets(secrets(Map.of(
                        "CUESHEET_CONN_DB",
                        "postgres://u:pa%2Fss%20word@h",
                        "CUESHEET_VAR_API_KEY_OF_SHOP",
                        "0123456789abcdef")))
                .build();
        try (engine) {
            var run = run(engine, dag.build());

            var details = engine.history().details("sales", run.runId()).orElseThrow();
            assertThat(details.instances().get(0).note())
                    .isEqualTo("IllegalStateException: cannot log in with *** nor *** nor ***");
            assertThat(details.attempts().get(0).error()).doesNotContain("pa/ss", "0123456789");
        }
    }

    @Test
    void short_values_and_variables_of_harmless_names_are_not_hidden() {
        var secrets = secrets(Map.of("CUESHEET_VAR_TABLE", "ordinary_table", "CUESHEET_VAR_TOKEN", "abc"));
        secrets.variable("table");
        secrets.variable("token");

        assertThat(Secrets.mask("abc ordinary_table")).isEqualTo("abc ordinary_table");
    }

    @Test
    void files_are_replaced_as_a_whole_and_are_their_owners_alone() throws IOException {
        var files = SecretsFiles.in(home.resolve("new"));
        files.putVariables(Map.of("b", "2", "a", "1"));
        files.putConnection(Connection.parse("db", "postgres://u:p@h:1/s?x=y"));

        assertThat(files.variables()).containsExactly(Map.entry("a", "1"), Map.entry("b", "2"));
        assertThat(files.connections().get("db")).isEqualTo(Connection.parse("db", "postgres://u:p@h:1/s?x=y"));
        for (var file : List.of("variables.json", "connections.json")) {
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("new").resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(files.removeVariable("a")).isTrue();
        assertThat(files.removeVariable("a")).isFalse();
        assertThat(files.removeConnection("db")).isTrue();
        assertThat(files.variables()).containsOnlyKeys("b");
        assertThat(files.connections()).isEmpty();
    }

    @Test
    void writers_at_the_same_time_lose_nothing_of_each_other() throws Exception {
        var threads = Executors.newFixedThreadPool(4);
        try {
            var writers = new ArrayList<Callable<Object>>();
            for (int i = 0; i < 20; i++) {
                var name = "v" + i;
                writers.add(Executors.callable(() -> SecretsFiles.in(home).putVariables(Map.of(name, "x"))));
            }
            for (var done : threads.invokeAll(writers)) {
                done.get();
            }
        } finally {
            threads.shutdown();
        }

        assertThat(SecretsFiles.in(home).variables()).hasSize(20);
    }

    private static DagRun run(Engine engine, Dag dag) {
        try {
            return engine.run(dag, RunRequest.manual());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
