package dev.cuesheet.enginejdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.spi.StateStore;
import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.testing.StateStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteStateStoreTest extends StateStoreContract {
    @TempDir
    Path folder;

    @Override
    protected StateStore open() {
        return SqliteStateStore.open(file());
    }

    private Path file() {
        return folder.resolve("made/when/needed/state.db");
    }

    private void execute(Path file, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_second_process_may_open_the_same_file() {
        try (var second = SqliteStateStore.open(file())) {
            assertThat(second.runs(null, 10)).isEmpty();
        }
    }

    @Test
    void a_file_of_a_later_version_is_refused_and_left_alone() throws SQLException {
        execute(file(), "pragma user_version = 99");

        assertThatThrownBy(() -> SqliteStateStore.open(file()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("later version of Cuesheet")
                .hasMessageContaining("99");
    }

    @Test
    void a_database_of_another_program_is_refused() throws SQLException {
        var other = folder.resolve("other.db");
        execute(other, "create table theirs (x)");

        assertThatThrownBy(() -> SqliteStateStore.open(other))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("another program");
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        var text = folder.resolve("notes.txt");
        Files.writeString(text, "these are not the pages you are looking for ".repeat(100));

        assertThatThrownBy(() -> SqliteStateStore.open(text))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("notes.txt")
                .hasMessageContaining("not a SQLite database");
    }

    @Test
    void a_closed_store_says_so() {
        var store = SqliteStateStore.open(file());
        store.close();

        assertThatThrownBy(() -> store.runs(null, 1))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("is closed");
    }

    @Test
    void a_folder_that_cannot_be_written_is_named() throws IOException {
        var notAFolder = folder.resolve("taken");
        Files.writeString(notAFolder, "");

        assertThatThrownBy(() -> SqliteStateStore.open(notAFolder.resolve("state.db")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("state.db")
                .hasMessageContaining("could not be opened");
    }
}
