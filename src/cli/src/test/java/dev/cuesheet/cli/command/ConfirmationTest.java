package dev.cuesheet.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfirmationTest {
    @ParameterizedTest
    @CsvSource({"y,true", "Yes,true", " y ,true", "n,false", "'',false", "yesterday,false"})
    void only_a_plain_yes_is_one(String typed, boolean given) throws IOException {
        var told = new ByteArrayOutputStream();
        var in = new ByteArrayInputStream((typed + "\n").getBytes(StandardCharsets.UTF_8));

        assertThat(Confirmation.given("Run it again?", in, new PrintStream(told, true, StandardCharsets.UTF_8)))
                .isEqualTo(given);
        assertThat(told.toString(StandardCharsets.UTF_8)).isEqualTo("Run it again? [y/N] ");
    }

    @ParameterizedTest
    @CsvSource("''")
    void the_end_of_the_input_is_a_no(String nothing) throws IOException {
        var in = new ByteArrayInputStream(nothing.getBytes(StandardCharsets.UTF_8));

        assertThat(Confirmation.given(
                        "?", in, new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)))
                .isFalse();
    }
}
