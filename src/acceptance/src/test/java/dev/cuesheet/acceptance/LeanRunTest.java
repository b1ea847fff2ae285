package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that was started by {@code java -jar} gets the launcher's JVM without becoming another process. */
class LeanRunTest {
    private static final long LEAN_HEAP = 512L << 20;

    @TempDir
    private Path folder;

    private Cuesheet cuesheet;

    @BeforeEach
    void open() {
        assumeTrue(Files.exists(Path.of("/proc/self/exe")), "a program replaces itself on Linux only");
        cuesheet = Cuesheet.in(folder);
        new DagFiles(folder).add("Witness", """
                var dag = Dag.named("witness").param("word", "", "to be repeated");
                dag.task("testify", context -> java.nio.file.Files.writeString(
                                workspace.home().resolve("testimony"),
                                ProcessHandle.current().pid() + "\\n" + Runtime.getRuntime().maxMemory() + "\\n"
                                        + context.param("word", String.class))
                        .toString());
                return dag.build();""");
    }

    @Test
    void the_process_stays_the_same_and_hears_every_word_with_a_small_heap() throws Exception {
        long pid;
        try (var running = cuesheet.start("run-dag", "witness", "--param", "word=two words = 'quoted'")) {
            pid = running.process().pid();
            assertThat(running.await().exitCode()).isZero();
        }

        assertThat(testimony().get(0)).isEqualTo(Long.toString(pid));
        assertThat(Long.parseLong(testimony().get(1))).isLessThanOrEqualTo(LEAN_HEAP);
        assertThat(testimony().get(2)).isEqualTo("two words = 'quoted'");
    }

    @Test
    void flags_that_the_user_gave_to_java_are_left_alone() throws Exception {
        var result = cuesheet.with("JAVA_TOOL_OPTIONS", "-Xmx800m").run("run-dag", "witness");

        assertThat(result.exitCode()).isZero();
        assertThat(Long.parseLong(testimony().get(1))).isGreaterThan(LEAN_HEAP);
    }

    private List<String> testimony() throws IOException {
        return Files.readAllLines(cuesheet.home().resolve("testimony"));
    }
}
