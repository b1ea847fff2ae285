package dev.cuesheet.ingest;

/** Hears how far long work has come. Called often, from the thread that works; it must return quickly. */
@FunctionalInterface
public interface IngestProgress {
    /** @param unit what is counted: {@code "bytes"} or {@code "rows"} */
    void update(String unit, long done, long total);

    /** Hears and does nothing. */
    static IngestProgress none() {
        return (unit, done, total) -> {};
    }
}
