package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.TaskInstanceState;
import dev.cuesheet.engine.spi.StateStoreException;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of databases that another version made, and of those that nobody has made yet. */
class SchemaUpgradeTest {
    private static final int TWO_MINUTES = 120;

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("state.db");
    }

    private static void execute(String url, String script) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.executeUpdate(script);
        }
    }

    private static List<String> query(String url, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(url);
                var rows = connection.createStatement().executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private String sqlite(Path path) {
        return "jdbc:sqlite:" + path;
    }

    /** The database that the version before this one left behind. */
    private void makeOfSchema1(Path path) throws IOException, SQLException {
        try (var script = getClass().getResourceAsStream("sqlite-schema-1.sql")) {
            execute(sqlite(path), new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Tables and indexes by their columns, however their text is laid out. */
    private List<String> shapeOf(Path path) throws SQLException {
        return query(
                sqlite(path),
                "select m.type || ' ' || m.name || ' ' || coalesce((select group_concat(c.name || ' ' || c.type || ' ' || c.pk"
                        + " || ' ' || c.\"notnull\" || ' ' || coalesce(c.dflt_value, '-'), ', ') from pragma_table_info(m.name) c), '')"
                        + " from sqlite_master m where m.tbl_name <> 'schema_history' order by 1");
    }

    @Test
    void a_file_of_an_older_version_keeps_its_runs_and_they_go_on() throws Exception {
        makeOfSchema1(file());

        try (var store = SqliteStateStore.open(file());
                var engine =
                        Engine.builder().store(store).liveness(owner -> false).build()) {
            var interrupted = store.findRun("nightly_sales", NightlySales.RUN).orElseThrow();
            assertThat(interrupted.state()).isEqualTo(RunState.RUNNING);
            assertThat(interrupted.params()).containsEntry("year", 2008);
            assertThat(store.note(new TaskInstanceKey("nightly_sales", NightlySales.RUN, "land", 1), "job"))
                    .contains("sales1");

            engine.resume(NightlySales.dag(folder.resolve("diary"), "-"), NightlySales.RUN);

            assertThat(store.taskInstances("nightly_sales", NightlySales.RUN))
                    .extracting(TaskInstance::state)
                    .containsOnly(TaskInstanceState.SUCCESS);
            assertThat(store.result(new TaskInstanceKey("nightly_sales", NightlySales.RUN, "report", -1))
                            .orElseThrow()
                            .json())
                    .isEqualTo("\"sales 15 2008\"");
        }
        assertThat(query(sqlite(file()), "select version from schema_history order by installed_rank"))
                .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void an_upgraded_file_has_the_tables_of_a_new_one() throws Exception {
        makeOfSchema1(file());
        SqliteStateStore.open(file()).close();
        var fresh = folder.resolve("new.db");
        SqliteStateStore.open(fresh).close();

        assertThat(shapeOf(file())).isEqualTo(shapeOf(fresh)).hasSizeGreaterThan(10);
        assertThat(query(sqlite(file()), "pragma user_version"))
                .isEqualTo(query(sqlite(fresh), "pragma user_version"))
                .containsExactly("5");
    }

    @Test
    void an_upgrade_that_fails_leaves_the_file_as_it_was() throws Exception {
        makeOfSchema1(file());
        execute(sqlite(file()), "create index run_by_engine on run (owner_engine)");
        var before = shapeOf(file());

        assertThatThrownBy(() -> SqliteStateStore.open(file()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("could not be brought to schema 5")
                .hasMessageContaining("left as it was")
                .hasMessageContaining("run_by_engine");

        assertThat(shapeOf(file())).isEqualTo(before);
        assertThat(query(sqlite(file()), "pragma user_version")).containsExactly("1");
        assertThat(query(sqlite(file()), "select name from sqlite_master where name = 'schema_history'"))
                .isEmpty();
        execute(sqlite(file()), "drop index run_by_engine");
        try (var store = SqliteStateStore.open(file())) {
            assertThat(store.runs(null, 10)).hasSize(1);
        }
    }

    @Test
    @Timeout(TWO_MINUTES)
    void processes_that_open_a_new_file_at_once_all_succeed() throws Exception {
        assertThat(openInThreeProcesses(file().toString())).containsOnly(0);

        assertThat(query(sqlite(file()), "pragma user_version")).containsExactly("5");
    }

    @Test
    @Timeout(TWO_MINUTES)
    void processes_that_open_an_old_file_at_once_all_succeed() throws Exception {
        makeOfSchema1(file());

        assertThat(openInThreeProcesses(file().toString())).containsOnly(0);

        assertThat(query(sqlite(file()), "select version from schema_history order by installed_rank"))
                .containsExactly("1", "2", "3", "4", "5");
    }

    private List<Integer> openInThreeProcesses(String place) throws IOException, InterruptedException {
        var processes = new ArrayList<Process>();
        var exits = new ArrayList<Integer>();
        try {
            for (int i = 0; i < 3; i++) {
                processes.add(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OpenAndClose.class.getName(),
                                place)
                        .inheritIO()
                        .start());
            }
            for (var process : processes) {
                assertThat(process.waitFor(TWO_MINUTES, TimeUnit.SECONDS)).isTrue();
                exits.add(process.exitValue());
            }
        } finally {
            processes.forEach(Process::destroyForcibly);
        }
        return exits;
    }

    /** A process that opens a file and lists its runs. */
    static final class OpenAndClose {
        private OpenAndClose() {}

        public static void main(String[] args) {
            try (var store = SqliteStateStore.open(Path.of(args[0]))) {
                store.runs(null, 1);
            }
        }
    }

    @Test
    void a_file_of_this_version_opens_without_the_migration_library_and_without_postgresql() throws Exception {
        SqliteStateStore.open(file()).close();
        var urls = new ArrayList<URL>();
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.contains("flyway") && !entry.contains("postgresql") && !entry.contains("HikariCP")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }

        try (var without = new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThatThrownBy(() -> without.loadClass("org.flywaydb.core.Flyway"))
                    .isInstanceOf(ClassNotFoundException.class);
            var program = without.loadClass(OpenAndClose.class.getName()).getMethod("main", String[].class);
            program.setAccessible(true);
            for (var path : List.of(file(), folder.resolve("new.db"))) {
                program.invoke(null, (Object) new String[] {path.toString()});
            }
        }
    }

    @Test
    void a_schema_of_a_later_version_is_refused_and_left_alone() throws Exception {
        var schema = TestPostgres.freshSchema();
        TestPostgres.store(schema).open().close();
        execute(
                TestPostgres.url(),
                "insert into " + schema + ".schema_history (installed_rank, version, description, type, script,"
                        + " installed_by, execution_time, success) values (99, '99', 'later', 'SQL', 'V99.sql', 'them', 1, true)");

        assertThatThrownBy(() -> TestPostgres.store(schema).open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("later version of Cuesheet (schema 99, this one knows 5)")
                .hasMessageContaining(schema);
    }

    @Test
    void an_older_schema_is_brought_up_to_date_with_its_runs() throws Exception {
        var schema = TestPostgres.freshSchema();
        makePostgresOfSchema1(schema);

        try (var store = TestPostgres.store(schema).open()) {
            assertThat(store.runs(null, 10)).extracting(run -> run.runId()).containsExactly("r");
            assertThat(store.versionOf("sales", "r")).contains(1);
        }
        assertThat(query(
                        TestPostgres.url(),
                        "select version from " + schema
                                + ".schema_history where version is not null order by installed_rank"))
                .containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void an_upgrade_of_a_schema_that_fails_leaves_it_as_it_was() throws Exception {
        var schema = TestPostgres.freshSchema();
        makePostgresOfSchema1(schema);
        execute(TestPostgres.url(), "create index run_by_engine on " + schema + ".run (owner_engine)");

        assertThatThrownBy(() -> TestPostgres.store(schema).open())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("could not be brought to schema 5")
                .hasMessageContaining("run_by_engine");

        assertThat(query(
                        TestPostgres.url(),
                        "select table_name from information_schema.tables where table_schema = '" + schema
                                + "' and table_name = 'engine_lease'"))
                .isEmpty();
        assertThat(query(
                        TestPostgres.url(),
                        "select version from " + schema + ".schema_history where version is not null"))
                .containsExactly("1");
    }

    /** The first of the scripts, and of the history of all of them. */
    private static void makePostgresOfSchema1(String schema) throws SQLException, IOException {
        TestPostgres.store(schema).open().close();
        try (var script = SchemaUpgradeTest.class.getResourceAsStream("migrations/postgresql/V1__runs.sql")) {
            execute(TestPostgres.url(), """
                    create schema %1$s_aside;
                    alter table %1$s.schema_history set schema %1$s_aside;
                    drop schema %1$s cascade;
                    alter schema %1$s_aside rename to %1$s;
                    set search_path = %1$s;
                    delete from schema_history where version <> '1';
                    %2$s;
                    insert into run (dag_id, run_id, type, logical_date, params, state, owner_host, owner_pid, owner_engine, structure)
                    values ('sales', 'r', 'manual', '2024-05-01T02:00:00.000000000Z', '{}', 'running', 'h', 1, 'e', '{}')
                    """.formatted(
                            schema, new String(script.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void engines_that_make_a_schema_at_once_all_succeed() throws Exception {
        var schema = TestPostgres.freshSchema();
        var url = TestPostgres.url();
        Callable<Integer> opening = () -> {
            try (var store = PostgresStateStore.at(url).schema(schema).open()) {
                return store.runs(null, 1).size();
            }
        };

        var threads = Executors.newFixedThreadPool(4);
        try {
            for (var result : threads.invokeAll(List.of(opening, opening, opening, opening))) {
                assertThat(result.get()).isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(query(
                        url,
                        "select version from " + schema
                                + ".schema_history where version is not null order by installed_rank"))
                .containsExactly("1", "2", "3", "4", "5");
    }
}
