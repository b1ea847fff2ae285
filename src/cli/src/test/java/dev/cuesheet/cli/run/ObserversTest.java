package dev.cuesheet.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.cli.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObserversTest {
    @TempDir
    private Path folder;

    private int observers(Map<String, String> environment) {
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        try (var observers =
                Observers.configured(new Shell(nowhere, nowhere, environment, folder, Clock.systemUTC()))) {
            return observers.count();
        }
    }

    @Test
    void nobody_watches_unless_somebody_configured_it() {
        assertThat(observers(Map.of("HOME", folder.toString(), "PATH", "/bin"))).isZero();
    }

    @Test
    void lineage_and_telemetry_come_with_their_own_variables_or_file() throws IOException {
        assertThat(observers(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:1")))
                .isEqualTo(1);
        assertThat(observers(Map.of("OPENLINEAGE_URL", "http://localhost:1"))).isEqualTo(1);
        assertThat(observers(Map.of("OPENLINEAGE_URL", "http://localhost:1", "OTEL_SERVICE_NAME", "etl")))
                .isEqualTo(2);

        Files.writeString(
                Files.createDirectories(folder.resolve(".openlineage")).resolve("openlineage.yml"),
                "transport:\n  type: console\n");
        assertThat(observers(Map.of("HOME", folder.toString()))).isEqualTo(1);
    }
}
