package dev.cuesheet.ingest.tickit;

import dev.cuesheet.ingest.IngestProgress;
import java.nio.file.Path;

/** Writes seven files like the public ones. */
public record TickitGenerator(long seed, double scale) {
    /**
     * Writes the seven files into the folder, which is made if absent.
     */
    public TickitFiles generate(Path folder, IngestProgress progress) throws InterruptedException {
        throw new UnsupportedOperationException();
    }
}
