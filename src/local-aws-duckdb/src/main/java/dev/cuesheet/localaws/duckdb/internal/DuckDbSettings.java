package dev.cuesheet.localaws.duckdb.internal;

import java.nio.file.Path;
import java.util.Properties;

/** How much of the machine a database may use. */
public record DuckDbSettings(int memoryMegabytes, int threads) {
    public DuckDbSettings {
        if (memoryMegabytes < 32 || threads < 1) {
            throw new IllegalArgumentException("DuckDB needs at least 32 MB and one thread, got " + memoryMegabytes
                    + " MB and " + threads + " threads");
        }
    }

    /** What a database is opened with; {@link DuckDbDatabase} locks it in afterwards. */
    Properties forWarehouse(Path spill) {
        var properties = new Properties();
        properties.setProperty("memory_limit", memoryMegabytes + "MB");
        properties.setProperty("preserve_insertion_order", "false");
        properties.setProperty("threads", Integer.toString(threads));
        properties.setProperty("temp_directory", spill.toString());
        properties.setProperty("integer_division", "true");
        properties.setProperty("default_null_order", "nulls_last");
        properties.setProperty("autoinstall_known_extensions", "false");
        properties.setProperty("autoload_known_extensions", "false");
        properties.setProperty("allow_community_extensions", "false");
        properties.setProperty("jdbc_stream_results", "true");
        return properties;
    }
}
