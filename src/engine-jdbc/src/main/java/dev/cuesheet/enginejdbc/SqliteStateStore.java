package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.enginejdbc.internal.SqliteDatabase;
import java.nio.file.Path;

/**
 * Keeps the state of runs in one SQLite file, which any number of processes on this machine may have open. What a method
 * has stored survives the death of the process at any later point. A power cut or a crash of the operating system may
 * take back what was stored in the seconds before it (the write-ahead log is synchronised at checkpoints, SQLite's
 * {@code synchronous = NORMAL}); what is left is the whole and consistent state of a moment before. Safe to share between
 * threads.
 */
public final class SqliteStateStore extends JdbcStateStore {
    private SqliteStateStore(SqliteDatabase database) {
        super(database);
    }

    /**
     * Opens the file, makes it when it is not there, and brings it to this version when an older one made it.
     *
     * @throws StateStoreException when it cannot be opened, is no state of ours, or was written by a later version
     */
    public static SqliteStateStore open(Path file) {
        return new SqliteStateStore(SqliteDatabase.open(file));
    }
}
