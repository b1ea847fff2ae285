package dev.cuesheet.enginejdbc;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteRunLeasesTest extends RunLeasesContract {
    @TempDir
    Path folder;

    @Override
    JdbcStateStore open() {
        return SqliteStateStore.open(folder.resolve("state.db"));
    }

    @Override
    JdbcStateStore openAgain() {
        return open();
    }
}
