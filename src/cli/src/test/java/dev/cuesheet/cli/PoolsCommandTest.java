package dev.cuesheet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolsCommandTest {
    @TempDir
    private Path folder;

    private TestShell run(int exit, String... args) {
        var shell = new TestShell(folder);
        assertThat(shell.run(args)).as(shell.err()).isEqualTo(exit);
        return shell;
    }

    private String outOf(String... args) {
        return run(0, args).out().strip();
    }

    @Test
    void pools_are_set_listed_got_and_deleted() {
        assertThat(outOf("pools", "list")).contains("default_pool", "128");

        run(0, "pools", "set", "warehouse", "4", "Redshift connections", "--include-deferred");
        run(0, "pools", "set", "any", "-1", "");

        assertThat(outOf("pools", "get", "warehouse", "--json"))
                .isEqualTo("{\"pool\":\"warehouse\",\"slots\":4,"
                        + "\"description\":\"Redshift connections\",\"include_deferred\":true}");
        assertThat(outOf("pools", "list")).contains("any", "Redshift connections");
        run(0, "pools", "delete", "warehouse");
        assertThat(run(1, "pools", "get", "warehouse").err()).contains("no pool \"warehouse\"", "pools list");
        assertThat(run(1, "pools", "delete", "warehouse").err()).contains("no pool");
    }

    @Test
    void the_default_pool_cannot_be_deleted_nor_a_pool_be_set_to_nonsense() {
        assertThat(run(1, "pools", "delete", "default_pool").err()).contains("cannot be deleted");
        assertThat(run(1, "pools", "set", "p", "-2", "").err()).contains("0 slots or more, or -1");
    }

    @Test
    void pools_move_by_files_of_airflows_form() throws IOException {
        Files.writeString(
                folder.resolve("airflow.json"),
                "{\"a\": {\"slots\": 3, \"description\": \"x\", \"include_deferred\": true}, \"b\": {\"slots\": 1}}");
        run(0, "pools", "import", "airflow.json");
        run(0, "pools", "delete", "b");
        run(0, "pools", "export", "ours.json");

        assertThat(Files.readString(folder.resolve("ours.json")).replaceAll("\\s", ""))
                .isEqualTo(
                        "{\"a\":{\"slots\":3,\"description\":\"x\",\"include_deferred\":true},"
                                + "\"default_pool\":{\"slots\":128,\"description\":\"Defaultpool\",\"include_deferred\":false}}");
        Files.writeString(folder.resolve("broken.json"), "{\"a\": 3}");
        assertThat(run(1, "pools", "import", "broken.json").err()).contains("broken.json", "\"a\"", "slots");
    }
}
