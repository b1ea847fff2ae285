package dev.cuesheet.enginejdbc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.engine.spi.StateStoreException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest {
    private static final String LEASE = "insert into engine_lease values (hex(randomblob(50000)), 'host', 1, null, 0)";

    @TempDir
    Path folder;

    @Test
    void a_full_disk_is_named_and_what_was_under_way_is_undone() {
        try (var database = SqliteDatabase.open(folder.resolve("state.db"))) {
            database.read(db -> db.statement("pragma max_page_count = 40").execute());

            assertThatThrownBy(() -> database.write(db -> {
                        for (int i = 0; i < 10; i++) {
                            db.execute(LEASE);
                        }
                        return null;
                    }))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("state.db could not be written")
                    .hasMessageContaining("the disk is full; free some space and resume the run");

            assertThat(leases(database)).isZero();
            database.read(db -> db.statement("pragma max_page_count = 1000").execute());
            database.write(db -> db.statement(LEASE).execute());
            assertThat(leases(database)).isEqualTo(1);
        }
    }

    private static int leases(SqliteDatabase database) {
        return database.read(db -> {
            try (var rows = db.statement("select count(*) from engine_lease").executeQuery()) {
                return rows.getInt(1);
            }
        });
    }
}
