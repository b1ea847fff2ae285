package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    private Path folder;

    @Test
    void a_distribution_has_its_dags_beside_the_jar() throws IOException {
        Files.createDirectory(folder.resolve("dags"));
        var installation = Installation.at(folder);
        assertThat(installation.dags()).isEqualTo(folder.resolve("dags"));
        assertThat(installation.sparkJars()).isEqualTo(folder.resolve("spark"));
    }

    @Test
    void a_working_copy_has_its_dags_beside_target() {
        var installation = Installation.at(folder.resolve("target"));
        assertThat(installation.dags()).isEqualTo(folder.resolve("dags"));
        assertThat(installation.sparkJars()).isEqualTo(folder.resolve("target/spark"));
    }
}
