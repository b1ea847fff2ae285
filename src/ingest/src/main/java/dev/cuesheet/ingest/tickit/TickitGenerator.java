package dev.cuesheet.ingest.tickit;

import dev.cuesheet.ingest.IngestException;
import dev.cuesheet.ingest.IngestProgress;
import dev.cuesheet.ingest.tickit.internal.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * Writes seven files like the public ones: their names, formats, row counts and quirks, and none of their content. All
 * names of venues and events are invented, and no mail address or telephone number can be anybody's. The same seed and
 * scale give the same bytes on every machine. Memory does not grow with the scale. Safe to share between threads.
 *
 * @param seed any number
 * @param scale how many times the public number of listings and sales; the dimensions stay as they are
 */
public record TickitGenerator(long seed, double scale) {
    private static final double MOST = 5_000;

    public TickitGenerator {
        if (!(scale > 0 && scale <= MOST)) {
            throw new IllegalArgumentException("scale must be above 0 and at most %.0f, got %s".formatted(MOST, scale));
        }
    }

    /** How many rows each file will have. */
    public Map<TickitTable, Long> rows() {
        var rows = new EnumMap<TickitTable, Long>(TickitTable.class);
        for (var table : TickitTable.values()) {
            var publicRows = table.publicRows();
            rows.put(table, table.isFact() ? Math.max(1, Math.round(publicRows * scale)) : publicRows);
        }
        return rows;
    }

    /**
     * Writes the seven files into the folder, which is made if absent. They appear together at the end, each whole;
     * former files of the same names are replaced. Nothing is left behind when this fails.
     *
     * @param progress hears of rows
     * @throws IngestException when the folder cannot be written to
     * @throws InterruptedException when the thread is interrupted while it writes
     */
    public TickitFiles generate(Path folder, IngestProgress progress) throws InterruptedException {
        try {
            Files.createDirectories(folder);
            try (var generation = new Generation(seed, folder, rows())) {
                generation.write(progress);
            }
        } catch (IOException e) {
            throw new IngestException(
                    "Cannot write generated files to %s: %s. Choose a folder that can be written to and has room for %d MB."
                            .formatted(folder, e, megabytes()),
                    e);
        }
        return TickitFiles.in(folder);
    }

    private long megabytes() {
        return Math.round(7 + 23 * scale);
    }
}
