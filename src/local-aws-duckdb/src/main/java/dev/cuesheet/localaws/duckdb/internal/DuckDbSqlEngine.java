package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.spi.SqlEngine;
import dev.cuesheet.localaws.spi.SqlEngineProvider.Surroundings;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The databases of one cluster: each is a file {@code NAME.duckdb} in the cluster's folder, marked as existing by
 * {@code NAME.database} so that creating one needs no DuckDB, and opened when its first session begins. Safe to share
 * between threads.
 */
public final class DuckDbSqlEngine implements SqlEngine {
    private static final Logger log = LoggerFactory.getLogger(DuckDbSqlEngine.class);
    private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_$]{0,126}");
    private static final String MARK = ".database";

    private final Path folder;
    private final Surroundings surroundings;
    private final DuckDbSettings settings;
    private final Map<String, DuckDbDatabase> open = new TreeMap<>();
    private final AtomicInteger lastPid = new AtomicInteger(1_073_700_000);
    private boolean closed;

    public DuckDbSqlEngine(Path folder, Surroundings surroundings, DuckDbSettings settings) {
        this.folder = folder;
        this.surroundings = surroundings;
        this.settings = settings;
    }

    @Override
    public SqlSession openSession(String database, String user) {
        return new DuckDbSession(this, database(database), surroundings, user, lastPid.incrementAndGet());
    }

    private synchronized DuckDbDatabase database(String name) {
        if (closed) {
            throw new SqlFailure("the cluster is shutting down");
        }
        if (!exists(name)) {
            throw new SqlFailure("database \"" + name + "\" does not exist");
        }
        var database = open.get(name);
        if (database == null) {
            database = DuckDbDatabase.open(folder.resolve(name + ".duckdb"), name, settings, surroundings.clock());
            open.put(name, database);
            log.info("Opened database {} in {}", name, folder);
        }
        return database;
    }

    @Override
    public synchronized void createDatabase(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new SqlFailure("database name \"" + name + "\" must be lower-case letters, digits, _ and $");
        }
        try {
            Files.createDirectories(folder);
            if (!exists(name)) {
                Files.createFile(folder.resolve(name + MARK));
            }
        } catch (IOException e) {
            throw new SqlFailure("database \"" + name + "\" cannot be created in " + folder + ": " + e.getMessage(), e);
        }
    }

    boolean exists(String name) {
        return NAME.matcher(name).matches() && Files.exists(folder.resolve(name + MARK));
    }

    synchronized void dropDatabase(String name) {
        if (!exists(name)) {
            throw new SqlFailure("database \"" + name + "\" does not exist");
        }
        var database = open.get(name);
        if (database != null && database.hasSessions()) {
            throw new SqlFailure("database \"" + name + "\" is being accessed by other users");
        }
        try {
            if (database != null) {
                open.remove(name).close();
            }
            Files.delete(folder.resolve(name + MARK));
            Files.deleteIfExists(folder.resolve(name + ".duckdb"));
            Files.deleteIfExists(folder.resolve(name + ".duckdb.wal"));
        } catch (IOException e) {
            throw new SqlFailure("database \"" + name + "\" cannot be dropped: " + e.getMessage(), e);
        }
    }

    List<String> databases() {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(MARK))
                    .map(file -> file.substring(0, file.length() - MARK.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the databases in " + folder, e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        open.values().forEach(DuckDbDatabase::close);
        open.clear();
    }
}
