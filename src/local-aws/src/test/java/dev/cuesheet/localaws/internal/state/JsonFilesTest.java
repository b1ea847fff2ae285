package dev.cuesheet.localaws.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFilesTest {
    record Counter(String name, int count, Instant since, Optional<String> note) {}

    @TempDir
    Path folder;

    @Test
    void a_document_is_read_back_by_whoever_opens_the_folder() {
        var counter = new Counter("c", 1, Instant.parse("2026-01-01T00:00:00Z"), Optional.empty());

        files().put("../any name: it is/safe", counter);

        assertThat(files().find("../any name: it is/safe")).contains(counter);
        assertThat(files().names()).containsExactly("../any name: it is/safe");
        assertThat(folder.getParent().resolve("any name: it is")).doesNotExist();
    }

    @Test
    void creating_refuses_to_replace_and_deleting_tells_whether_there_was_one() {
        assertThat(files().create("a", counter(1))).isTrue();
        assertThat(files().create("a", counter(2))).isFalse();
        assertThat(files().find("a")).contains(counter(1));
        assertThat(files().delete("a")).isTrue();
        assertThat(files().delete("a")).isFalse();
        assertThat(files().find("a")).isEmpty();
    }

    @Test
    void updates_by_many_through_different_doors_are_all_counted() throws Exception {
        files().put("shared", counter(0));
        var threads = Executors.newFixedThreadPool(8);
        try {
            threads.invokeAll(IntStream.range(0, 80)
                            .<Callable<Object>>mapToObj(i ->
                                    () -> files().update("shared", c -> counter(c.count() + 1)))
                            .toList())
                    .forEach(done -> assertThat(done).succeedsWithin(java.time.Duration.ofSeconds(30)));
        } finally {
            threads.shutdownNow();
        }
        assertThat(files().find("shared").orElseThrow().count()).isEqualTo(80);
        assertThat(files().update("absent", c -> c)).isEmpty();
    }

    @Test
    void a_change_made_by_another_process_is_seen_at_once() throws IOException {
        var ours = files();
        ours.put("a", counter(1));
        assertThat(ours.find("a").orElseThrow().count()).isEqualTo(1);

        files().put("a", counter(2));
        assertThat(ours.find("a").orElseThrow().count()).isEqualTo(2);
        Files.delete(folder.resolve("a.json"));
        assertThat(ours.find("a")).isEmpty();
    }

    @Test
    void a_file_that_is_no_json_is_named_with_what_to_do() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("broken.json"), "{");

        assertThatThrownBy(() -> files().find("broken"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("broken.json")
                .hasMessageContaining("Repair or remove");
    }

    @Test
    void names_come_in_order_and_a_folder_that_is_missing_is_empty() {
        assertThat(JsonFiles.in(folder.resolve("absent"), Counter.class).names())
                .isEmpty();
        for (var name : List.of("b", "a", "B")) {
            files().put(name, counter(1));
        }
        assertThat(files().names()).containsExactly("B", "a", "b");
        assertThat(files().all()).hasSize(3);
    }

    private JsonFiles<Counter> files() {
        return JsonFiles.in(folder, Counter.class);
    }

    private static Counter counter(int count) {
        return new Counter("c", count, Instant.parse("2026-01-01T00:00:00Z"), Optional.of("n"));
    }
}
