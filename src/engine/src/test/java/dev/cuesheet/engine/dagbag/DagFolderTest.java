package dev.cuesheet.engine.dagbag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DagFolderTest {
    @TempDir
    Path temp;

    private Path dags;
    private Path cache;

    @BeforeEach
    void makeFolder() throws IOException {
        dags = Files.createDirectory(temp.resolve("dags"));
        cache = temp.resolve("cache");
    }

    private void write(String name, String text) throws IOException {
        var file = dags.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** A DAG of one task, in the default package. */
    private static String dag(String className, String dagId) {
        return """
                import dev.cuesheet.engine.Dag;

                public class %s {
                    record Row(String name) {}

                    public static Dag dag() {
                        var dag = Dag.named("%s");
                        dag.task("hello", context -> new Row("x"));
                        return dag.build();
                    }
                }
                """.formatted(className, dagId);
    }

    private DagBag load() {
        return DagFolder.at(dags, cache).load();
    }

    private static List<String> ids(DagBag bag) {
        return bag.dags().stream().map(loaded -> loaded.dag().id()).toList();
    }

    @Test
    void every_source_at_any_depth_is_loaded_but_for_what_was_built() throws IOException {
        write("Top.java", dag("Top", "top"));
        write("sales/deep/Deep.java", "package sales.deep;\n" + dag("Deep", "deep"));
        write("target/Copy.java", dag("Copy", "copy"));
        write(".hidden/Hidden.java", dag("Hidden", "hidden"));

        var bag = load();

        assertThat(ids(bag)).containsExactly("deep", "top");
        assertThat(bag.faults()).isEmpty();
        assertThat(bag.dags().get(0).source()).isEqualTo(dags.resolve("sales/deep/Deep.java"));
    }

    @Test
    void sources_may_use_each_other() throws IOException {
        write(
                "lib/Names.java",
                "package lib; public class Names { public static final String ID = new String(\"named\"); }");
        write("Uses.java", dag("Uses", "x").replace("\"x\");\n        dag.task", "lib.Names.ID);\n        dag.task"));

        assertThat(ids(load())).containsExactly("named");
    }

    @Test
    void a_file_that_does_not_compile_is_reported_by_line_and_the_rest_is_offered() throws IOException {
        write("Good.java", dag("Good", "good"));
        write("Bad.java", dag("Bad", "bad").replace("return dag.build();", "return 42;"));
        write("UsesBad.java", "class UsesBad extends Bad {}");

        var bag = load();

        assertThat(ids(bag)).containsExactly("good");
        assertThat(bag.faults())
                .extracting(DagFileFault::file)
                .containsExactly(dags.resolve("Bad.java"), dags.resolve("UsesBad.java"));
        assertThat(bag.faults().get(0).line()).isEqualTo(9);
        assertThat(bag.faults().get(0).message()).contains("incompatible types");
    }

    @Test
    void an_unchanged_folder_is_loaded_from_the_cache_and_a_changed_one_is_not() throws IOException {
        write("Sales.java", dag("Sales", "sales"));
        load();
        var compiledAt = cachedStates();

        assertThat(ids(load())).containsExactly("sales");
        assertThat(cachedStates()).isEqualTo(compiledAt);

        write("Sales.java", dag("Sales", "sales_v2"));
        assertThat(ids(load())).containsExactly("sales_v2");
        assertThat(cachedStates()).hasSize(2);
    }

    @Test
    void faults_come_from_the_cache_as_well() throws IOException {
        write("Bad.java", "class Bad {");
        var first = load();

        assertThat(load()).isEqualTo(first);
        assertThat(first.faults()).hasSize(1);
    }

    @Test
    void a_damaged_cache_is_made_again() throws IOException {
        write("Sales.java", dag("Sales", "sales"));
        load();
        for (var state : cachedStates()) {
            Files.write(state, new byte[] {0, 0, 0, 1});
        }

        assertThat(ids(load())).containsExactly("sales");
    }

    @Test
    void a_shipped_cache_serves_without_being_written_to() throws IOException {
        write("Sales.java", dag("Sales", "sales"));
        load();
        var shipped = cache;
        var own = temp.resolve("own");

        var bag = DagFolder.at(dags, own).shippedCache(shipped).load();

        assertThat(ids(bag)).containsExactly("sales");
        assertThat(own).doesNotExist();
    }

    @Test
    void parameters_are_found_by_type() throws IOException {
        write("Sales.java", dag("Sales", "sales").replace("dag()", "dag(java.time.Clock clock)"));

        var bag = DagFolder.at(dags, cache)
                .arguments(type -> type == Clock.class ? Optional.of(Clock.systemUTC()) : Optional.empty())
                .load();

        assertThat(ids(bag)).containsExactly("sales");
    }

    @Test
    void a_parameter_that_nothing_is_known_of_is_an_error_of_its_file() throws IOException {
        write("Sales.java", dag("Sales", "sales").replace("dag()", "dag(java.util.Random random)"));
        write("Other.java", dag("Other", "other"));

        var bag = load();

        assertThat(ids(bag)).containsExactly("other");
        assertThat(bag.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.file()).isEqualTo(dags.resolve("Sales.java"));
            assertThat(fault.message()).contains("dag(Random)").contains("java.util.Random");
        });
    }

    @Test
    void two_files_with_one_dag_id_are_both_named_and_neither_is_offered() throws IOException {
        write("One.java", dag("One", "sales"));
        write("Two.java", dag("Two", "sales"));

        var bag = load();

        assertThat(bag.dags()).isEmpty();
        assertThat(bag.faults())
                .hasSize(2)
                .allSatisfy(fault -> assertThat(fault.message())
                        .contains("sales")
                        .contains("One.java")
                        .contains("Two.java"));
    }

    @Test
    void a_dag_method_that_throws_is_reported_with_its_line_and_the_rest_is_offered() throws IOException {
        write(
                "Throws.java",
                dag("Throws", "x").replace("return dag.build();", "throw new RuntimeException(\"no luck\");"));
        write("Good.java", dag("Good", "good"));

        var bag = load();

        assertThat(ids(bag)).containsExactly("good");
        assertThat(bag.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.line()).isEqualTo(9);
            assertThat(fault.message()).contains("RuntimeException: no luck");
        });
    }

    @Test
    void a_dag_method_that_nobody_can_call_is_reported() throws IOException {
        write("Sales.java", dag("Sales", "sales").replace("public static Dag", "static Dag"));

        assertThat(load().faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).contains("must be public and static"));
    }

    @Test
    void asking_for_an_unknown_dag_names_those_there_are_and_what_could_not_be_loaded() throws IOException {
        write("Good.java", dag("Good", "good"));
        write("Bad.java", "class Bad {");
        var bag = load();

        assertThatThrownBy(() -> bag.get("nope"))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("\"nope\"")
                .hasMessageContaining("good")
                .hasMessageContaining("Bad.java:1");
    }

    @Test
    void a_folder_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> DagFolder.at(temp.resolve("nowhere"), cache).load())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void processes_that_load_at_the_same_time_do_not_disturb_each_other() throws Exception {
        write("Sales.java", dag("Sales", "sales"));
        var pool = Executors.newFixedThreadPool(4);
        try {
            var loads = new ArrayList<Callable<DagBag>>();
            for (int i = 0; i < 8; i++) {
                loads.add(this::load);
            }
            for (var load : pool.invokeAll(loads)) {
                assertThat(ids(load.get())).containsExactly("sales");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(cachedStates()).hasSize(1);
    }

    /** Loads in a JVM whose modules include no compiler, and returns what it prints. */
    private String loadWithoutCompiler(String modules) throws Exception {
        var program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--limit-modules",
                        modules,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PrintDags.class.getName(),
                        dags.toString(),
                        cache.toString())
                .redirectErrorStream(true)
                .start();
        var output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        program.waitFor();
        return output;
    }

    @ParameterizedTest
    @ValueSource(strings = {"java.base", "java.base,java.compiler"})
    void a_java_without_compiler_loads_from_a_warm_cache_and_otherwise_says_what_it_needs(String modules)
            throws Exception {
        write("Sales.java", dag("Sales", "sales"));

        assertThat(loadWithoutCompiler(modules)).contains("needs a JDK").contains("has no compiler");

        DagFolder.at(dags, cache).load();
        assertThat(loadWithoutCompiler(modules)).contains("[sales]");
    }

    private List<Path> cachedStates() throws IOException {
        try (var files = Files.list(cache)) {
            return files.sorted().toList();
        }
    }
}
