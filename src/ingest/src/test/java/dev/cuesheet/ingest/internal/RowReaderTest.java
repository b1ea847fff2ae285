package dev.cuesheet.ingest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowReaderTest {
    @TempDir
    Path folder;

    @Test
    void rows_are_split_at_the_delimiter_and_empty_fields_count() throws IOException {
        assertThat(read("a|b|\n||\n")).containsExactly(List.of("a", "b", ""), List.of("", "", ""));
    }

    @Test
    void a_last_line_without_a_line_feed_is_a_row() throws IOException {
        assertThat(read("1|2\n3|4")).containsExactly(List.of("1", "2"), List.of("3", "4"));
    }

    @Test
    void an_empty_file_has_no_row() throws IOException {
        assertThat(read("")).isEmpty();
    }

    @Test
    void an_empty_line_is_a_row_of_one_empty_field() throws IOException {
        assertThat(read("\n")).containsExactly(List.of(""));
    }

    @Test
    void rows_survive_the_ends_of_the_buffer_wherever_these_fall() throws IOException {
        var expected = IntStream.range(0, 20_000)
                .mapToObj(i -> List.of(String.valueOf(i), "x".repeat(i % 97), String.valueOf(-i)))
                .toList();
        var text = new StringBuilder();
        expected.forEach(row -> text.append(String.join("|", row)).append('\n'));

        assertThat(read(text.toString())).isEqualTo(expected);
    }

    @Test
    void a_row_longer_than_the_buffer_is_read_whole() throws IOException {
        var wide = "y".repeat(300_000);
        assertThat(read("a|b\n" + wide + "|z\nc|d\n"))
                .containsExactly(List.of("a", "b"), List.of(wide, "z"), List.of("c", "d"));
    }

    @Test
    void a_line_beyond_all_reason_is_cut_off_and_said_to_be() throws IOException {
        var file = Files.writeString(folder.resolve("f"), "z".repeat(RowReader.LONGEST_LINE + 1));
        try (var reader = new RowReader(file, '|')) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.isOverlong()).isTrue();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void more_fields_than_anyone_expects_are_all_there() throws IOException {
        assertThat(read("|".repeat(999) + "\n").get(0)).hasSize(1000);
    }

    @Test
    void bytes_read_end_at_the_size_of_the_file() throws IOException {
        var text = "12|34\n".repeat(50_000);
        try (var reader = new RowReader(Files.writeString(folder.resolve("f"), text), '|')) {
            var before = 0L;
            while (reader.next()) {
                assertThat(reader.bytesRead()).isEqualTo(before + 6);
                before = reader.bytesRead();
            }
            assertThat(before).isEqualTo(text.length());
        }
    }

    private List<List<String>> read(String text) throws IOException {
        var rows = new ArrayList<List<String>>();
        try (var reader = new RowReader(Files.writeString(folder.resolve("f"), text), '|')) {
            while (reader.next()) {
                rows.add(IntStream.range(0, reader.fields())
                        .mapToObj(reader::text)
                        .toList());
                assertThat(reader.line()).isEqualTo(rows.size());
            }
        }
        return rows;
    }
}
