package dev.cuesheet.localaws.duckdb;

import dev.cuesheet.localaws.duckdb.internal.DuckDbSettings;
import dev.cuesheet.localaws.duckdb.internal.DuckDbSqlEngine;
import dev.cuesheet.localaws.spi.SqlEngine;
import dev.cuesheet.localaws.spi.SqlEngineProvider;
import java.nio.file.Path;

/**
 * Opens a cluster's databases as DuckDB files. Making an engine costs nothing: DuckDB's library is loaded and a file
 * opened when the first session of that database begins. Safe to share between threads.
 */
public final class DuckDbSqlEngineProvider implements SqlEngineProvider {
    private static final int DEFAULT_MEMORY_MEGABYTES = 64;
    private static final int DEFAULT_THREADS = 1;

    private final DuckDbSettings settings;

    private DuckDbSqlEngineProvider(DuckDbSettings settings) {
        this.settings = settings;
    }

    /**
     * An engine for a small main process: what does not fit in DuckDB's share of memory goes to files. Its one thread is
     * enough for a warehouse of TICKIT's size; each further one costs some 20 MB.
     */
    public static DuckDbSqlEngineProvider create() {
        return withLimits(DEFAULT_MEMORY_MEGABYTES, DEFAULT_THREADS);
    }

    /** @param memoryMegabytes most memory that one database may use before it writes to temporary files */
    public static DuckDbSqlEngineProvider withLimits(int memoryMegabytes, int threads) {
        return new DuckDbSqlEngineProvider(new DuckDbSettings(memoryMegabytes, threads));
    }

    @Override
    public SqlEngine open(Path folder, Surroundings surroundings) {
        return new DuckDbSqlEngine(folder, surroundings, settings);
    }
}
