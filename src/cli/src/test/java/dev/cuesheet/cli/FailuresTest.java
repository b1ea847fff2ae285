package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class FailuresTest {
    private static final Home HOME = new Home(Path.of("/data/.cuesheet"));

    @Test
    void our_own_exceptions_speak_for_themselves() {
        var failure = new CompletionException(new UserError("Cannot find it. Look elsewhere."));
        assertThat(Failures.message(failure, HOME)).isEqualTo("Cannot find it. Look elsewhere.");
    }

    @Test
    void a_full_disk_is_named_however_deep_it_lies() {
        var failure = new IllegalStateException(
                "could not store", new UncheckedIOException(new IOException("/data/x: No space left on device")));
        assertThat(Failures.message(failure, HOME)).contains("disk is full", "/data/x", "--home", "/data/.cuesheet");
    }

    @Test
    void a_missing_file_is_told_as_a_sentence() {
        assertThat(Failures.message(new UncheckedIOException(new NoSuchFileException("/tmp/a.txt")), HOME))
                .isEqualTo("There is no file or folder /tmp/a.txt.");
    }

    @Test
    void a_fault_of_ours_is_admitted() {
        assertThat(Failures.message(new IllegalStateException("index 3"), HOME))
                .contains("fault of Cuesheet's", "index 3", "--debug");
    }
}
