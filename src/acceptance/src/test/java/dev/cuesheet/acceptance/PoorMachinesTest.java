package dev.cuesheet.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that lack what we need say so, and work as far as they can. */
class PoorMachinesTest {
    /** What the executable needs of Java; the compiler is not among it. */
    private static final String MODULES_OF_A_JRE =
            "java.base,java.compiler,java.logging,java.management,java.naming,java.sql,java.xml,jdk.httpserver,jdk.unsupported";

    @TempDir
    private Path folder;

    @Test
    void a_java_without_compiler_is_told_when_it_has_to_compile_and_does_without_when_it_need_not() throws Exception {
        var jre = folder.resolve("jre");
        var jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.isExecutable(jlink), "this JDK has no jlink to make a JRE with");
        assertThat(exitCode(List.of(jlink.toString(), "--add-modules", MODULES_OF_A_JRE, "--output", jre.toString())))
                .as("jlink")
                .isZero();
        var cuesheet = Cuesheet.in(folder).onJava(jre.resolve("bin/java"));

        var shipped = cuesheet.run("list-dags", "--dags-folder", Cuesheet.SHIPPED_DAGS.toString());
        assertThat(shipped.stderr()).isEmpty();
        assertThat(shipped.stdout()).contains("tickit_etl");

        new DagFiles(folder).addQuick("Weekly", "weekly_sales");
        var own = cuesheet.run("list-dags");
        assertThat(own.exitCode()).isEqualTo(1);
        assertThat(own.stderr())
                .startsWith("cuesheet: ")
                .contains("compile", "JDK", jre.toString())
                .doesNotContain("\tat ");
    }

    @Test
    void a_full_disk_is_told() throws Exception {
        var small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(
                exitCode(List.of("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", small.toString())) == 0,
                "a small disk can only be mounted by root");
        try {
            var cuesheet = Cuesheet.in(folder);
            new DagFiles(folder).add("Big", """
                            var dag = Dag.named("big");
                            dag.task("fill", context -> java.nio.file.Files.writeString(
                                            workspace.home().resolve("big"), "x".repeat(1 << 20))
                                    .toString());
                            return dag.build();""");
            var result = cuesheet.run("run-dag", "big", "--home", small.toString());
            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.stderr())
                    .contains("disk is full", small.toString())
                    .doesNotContain("\tat ");
        } finally {
            exitCode(List.of("umount", "-l", small.toString()));
        }
    }

    private static int exitCode(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("still running: " + command);
        }
        return process.exitValue();
    }
}
