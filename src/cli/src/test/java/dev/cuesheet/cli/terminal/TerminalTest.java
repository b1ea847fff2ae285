package dev.cuesheet.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 KB", "11348923, 11.3 MB", "999960, 1.0 MB", "5000000000, 5.0 GB"})
    void bytes_are_told_in_three_digits(long bytes, String told) {
        assertThat(Quantity.bytes(bytes)).isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0.04S, 0.0s",
        "PT0.35S, 0.4s",
        "PT59.94S, 59.9s",
        "PT59.96S, 0m 59s",
        "PT187S, 3m 07s",
        "PT2H5M, 2h 05m"
    })
    void durations_are_told_as_long_as_they_are(Duration duration, String told) {
        assertThat(Quantity.duration(duration)).isEqualTo(told);
    }

    @Test
    void a_bar_fills_by_eighths_of_a_column() {
        var style = new Style(false, true);
        assertThat(Bar.of(style, 0, 8, 4)).isEqualTo("▕    ▏");
        assertThat(Bar.of(style, 3, 8, 4)).isEqualTo("▕█▌  ▏");
        assertThat(Bar.of(style, 9, 8, 4)).isEqualTo("▕████▏");
        assertThat(Bar.of(new Style(false, false), 1, 2, 4)).isEqualTo("[##..]");
    }

    @Test
    void an_unknown_total_leaves_the_bar_empty() {
        assertThat(Bar.of(new Style(false, false), 5, 0, 4)).isEqualTo("[....]");
    }

    @Test
    void colours_take_no_columns_and_are_closed_where_a_line_is_cut() {
        assertThat(Width.cut("\u001b[31mred\u001b[0m!", 4)).isEqualTo("\u001b[31mred\u001b[0m!");
        assertThat(Width.cut("\u001b[31mreddish\u001b[0m", 3)).isEqualTo("\u001b[31mred\u001b[0m");
        assertThat(Width.cut("日本語", 4)).isEqualTo("日本");
    }

    @Test
    void a_new_picture_is_drawn_over_the_former_one() {
        var bytes = new ByteArrayOutputStream();
        var lines = new LiveLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), new Tty.Size(24, 10));
        lines.show(List.of("one", "two"));
        bytes.reset();
        lines.show(List.of("a line that is too long"));
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("\u001b[2A\ra line th\u001b[K\n\u001b[J");
    }

    @Test
    void colour_is_for_terminals_that_did_not_refuse_it() {
        var style = Tty.style(Tty.Stream.OUT, true, Map.of("NO_COLOR", "1", "LANG", "en_US.UTF-8"));
        assertThat(style.colour()).isFalse();
        assertThat(style.unicode()).isTrue();
        assertThat(Tty.style(Tty.Stream.OUT, true, Map.of("TERM", "dumb", "LC_ALL", "C"))
                        .unicode())
                .isFalse();
    }
}
