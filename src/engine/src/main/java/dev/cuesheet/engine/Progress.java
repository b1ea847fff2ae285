package dev.cuesheet.engine;

/** Hears how far an attempt has come. Cheap enough to call often; safe to share between threads. */
@FunctionalInterface
public interface Progress {

    /**
     * Tells the amount done so far; it replaces the amount told before for the same unit.
     *
     * @param unit what is counted: "bytes", "rows", "stages"
     * @param total how much there is in all; 0 or less when unknown
     */
    void update(String unit, long done, long total);
}
