package dev.cuesheet.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.engine.TaskInstanceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttemptFilesTest {
    @TempDir
    private Path folder;

    private Path file(String dag, String run, String task, int mapIndex, int attempt) {
        return new AttemptFiles(folder).file(new TaskInstanceKey(dag, run, task, mapIndex), attempt);
    }

    @Test
    void the_layout_is_airflows() {
        assertThat(file("nightly", "manual__2024-05-01T02:00:00+00:00", "land", -1, 1))
                .isEqualTo(folder.resolve(
                        "dag_id=nightly/run_id=manual__2024-05-01T02:00:00+00:00/task_id=land/attempt=1.log"));
        assertThat(file("nightly", "r", "group.land", 3, 12))
                .isEqualTo(folder.resolve("dag_id=nightly/run_id=r/task_id=group.land/map_index=3/attempt=12.log"));
    }

    @Test
    void no_id_leaves_the_folder() {
        for (var id : List.of("..", "../..", "/etc/passwd", "a/../../b", ".", "", "a\\b", "a\u0000b")) {
            for (var file : List.of(file(id, "r", "t", -1, 1), file("d", id, "t", -1, 1), file("d", "r", id, 0, 1))) {
                assertThat(file.normalize()).isEqualTo(file).startsWithRaw(folder);
                assertThat(folder.relativize(file).getNameCount()).isBetween(4, 5);
            }
        }
    }

    @Test
    void no_two_ids_share_a_place() {
        var ids = List.of(
                "a b", "a_b", "a%20b", "a/b", "a", "\u00e4", "A".repeat(300), "A".repeat(299) + "B", "A".repeat(299));
        assertThat(ids.stream().map(id -> file("d", id, "t", -1, 1))).doesNotHaveDuplicates();
        assertThat(ids.stream().map(id -> file("d", id, "t", -1, 1).getName(folder.getNameCount() + 1)))
                .allMatch(name -> name.toString().length() < 255);
    }

    @Test
    void attempts_are_found_by_number_and_nothing_else_is() throws IOException {
        var files = new AttemptFiles(folder);
        var key = new TaskInstanceKey("d", "r", "t", -1);
        for (var file : List.of(file("d", "r", "t", -1, 10), file("d", "r", "t", -1, 2), file("d", "r", "t", 4, 1))) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "");
        }
        Files.writeString(file("d", "r", "t", -1, 1).resolveSibling("attempt=3.log.gz"), "");

        assertThat(files.attempts(key).keySet()).containsExactly(2, 10);
        assertThat(files.attempts(key.at(4)).keySet()).containsExactly(1);
        assertThat(files.attempts(key.at(5))).isEmpty();
    }
}
