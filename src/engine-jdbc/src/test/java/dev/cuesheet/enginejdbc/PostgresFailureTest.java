package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Attempt;
import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.RunType;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.RunLimit;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateChange;
import dev.cuesheet.engine.spi.StateStoreException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** A server that is away, refuses, or lets connections break. */
class PostgresFailureTest {
    private static final Instant NOON = Instant.parse("2024-05-01T12:00:00Z");
    private static final RunOwner OURS = RunOwner.inThisProcess();
    private static final TaskInstanceKey LAND = new TaskInstanceKey("sales", "r", "land", -1);

    private static final RunClaim CLAIM = new RunClaim("sales", "r", OURS, 1);

    private static void begin(JdbcStateStore store) {
        var run = DagRun.queued("sales", "r", RunType.MANUAL, NOON).running(NOON, OURS);
        store.createRun(run, "{}", List.of(), new RunLimit(1, owner -> false));
    }

    private static List<StateChange> failed(String error) {
        return List.of(new StateChange.AttemptIs(new Attempt(LAND, 1, TaskInstanceState.FAILED, NOON, NOON, error)));
    }

    private static void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(TestPostgres.url());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_server_that_is_not_there_is_named_without_the_password() throws IOException {
        int free;
        try (var socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        var url = "jdbc:postgresql://localhost:" + free + "/state?user=me&password=s3cret-in-url";

        assertThatThrownBy(() -> PostgresStateStore.at(url).password("s3cret").open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("jdbc:postgresql://localhost:" + free + "/state")
                .hasMessageContaining("could not be opened")
                .hasMessageContaining("see whether the server runs")
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void a_database_that_does_not_exist_is_said_to_be_made_first() {
        var url = TestPostgres.url().replaceFirst("/postgres\\?", "/nowhere?");

        assertThatThrownBy(() -> PostgresStateStore.at(url).open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("/nowhere")
                .hasMessageContaining("createdb");
    }

    @Test
    void a_wrong_password_is_refused_without_being_told() throws SQLException {
        var user = "keeper_" + TestPostgres.freshSchema();
        execute("create role " + user + " login password 'right'");
        var url = TestPostgres.url().replaceFirst("\\?.*", "");

        assertThatThrownBy(() ->
                        PostgresStateStore.at(url).user(user).password("wr0ng").open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("check the user and the password")
                .hasMessageContaining(user)
                .hasMessageNotContaining("wr0ng");
    }

    @Test
    void a_user_who_may_make_no_schema_is_told_which_right_is_missing() throws SQLException {
        var user = "keeper_" + TestPostgres.freshSchema();
        execute("create role " + user + " login password 'right'");
        var url = TestPostgres.url().replaceFirst("\\?.*", "");

        assertThatThrownBy(() ->
                        PostgresStateStore.at(url).user(user).password("right").open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("permission denied")
                .hasMessageNotContaining("right'");
    }

    @Test
    void a_commit_survives_the_loss_of_its_connection() throws SQLException {
        var schema = TestPostgres.freshSchema();
        try (var store = TestPostgres.store(schema).open()) {
            begin(store);
            execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'cuesheet' and pid <> pg_backend_pid()");

            store.commit(CLAIM, failed("no"));

            assertThat(store.attempts("sales", "r")).extracting(Attempt::error).containsExactly("no");
        }
    }

    @Test
    void a_server_that_goes_away_is_an_error_that_says_what_to_do() throws IOException {
        TestPostgres.url();
        EmbeddedPostgres server;
        try {
            server = TestPostgres.start();
        } catch (IOException e) {
            throw new TestAbortedException("no second PostgreSQL could be started here: " + e, e);
        }
        try (server;
                var store = PostgresStateStore.at(server.getJdbcUrl("postgres", "postgres"))
                        .patience(Duration.ofSeconds(1))
                        .open()) {
            begin(store);
            server.close();

            assertThatThrownBy(() -> store.commit(CLAIM, failed("no")))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("could not be written")
                    .hasMessageContaining("see whether the server runs and can be reached from here");
            assertThatThrownBy(() -> store.runs(null, 1))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("could not be read");
        }
    }

    @Test
    void a_note_with_a_nul_is_refused_with_the_reason() {
        try (var store = TestPostgres.store(TestPostgres.freshSchema()).open()) {
            begin(store);

            assertThatThrownBy(() -> store.putNote(LAND, "job", "a\0b"))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("keeps no NUL");
        }
    }

    @Test
    void more_rows_than_one_statement_takes_are_stored_all_or_none() {
        try (var store = TestPostgres.store(TestPostgres.freshSchema()).open()) {
            begin(store);
            var run = store.findRun("sales", "r").orElseThrow();
            var changes = new java.util.ArrayList<StateChange>();
            for (int i = 0; i < 25_000; i++) {
                changes.add(new StateChange.AttemptIs(
                        new Attempt(LAND.at(i), 1, TaskInstanceState.SUCCESS, NOON, NOON, null)));
            }
            changes.add(new StateChange.RunIs(run.finished(RunState.SUCCESS, NOON, null)));

            store.commit(CLAIM, changes);

            assertThat(store.attempts("sales", "r")).hasSize(25_000);
            assertThat(store.findRun("sales", "r").orElseThrow().state()).isEqualTo(RunState.SUCCESS);
            assertThatThrownBy(() -> store.commit(CLAIM, changes))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("no longer executed");
        }
    }

    @Test
    void a_setting_that_makes_no_sense_is_refused_where_it_is_given() {
        assertThatThrownBy(() ->
                        PostgresStateStore.at("postgres://me:s3cret@host/db").open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("jdbc:postgresql:")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> PostgresStateStore.at("jdbc:postgresql:x")
                        .schema("a; drop table run")
                        .open())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("schema");
    }
}
