package dev.cuesheet.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import dev.cuesheet.engine.Secrets;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {

    @Test
    void a_secret_that_was_given_out_is_hidden_in_messages_and_stack_traces() {
        var environment = Map.of("CUESHEET_CONN_DB", "postgres://u:log%2Fpassword@h");
        var password = Secrets.standard(environment, Path.of("nowhere"))
                .connection("db")
                .password();
        var bytes = new ByteArrayOutputStream();
        try (var logs = Logs.toStream(new PrintStream(bytes, true, StandardCharsets.UTF_8), Level.WARN)) {
            assertThat(logs).isNotNull();
            LoggerFactory.getLogger(LogsTest.class)
                    .warn("cannot log in with {}", password, new IllegalStateException("refused " + password));
        }

        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("LogsTest: cannot log in with ***", "IllegalStateException: refused ***")
                .doesNotContain("log/password");
    }
}
