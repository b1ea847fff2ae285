package dev.cuesheet.engine.spi;

import java.util.Optional;

/**
 * Keeps values that are too large for the state store, which then only keeps where they are. Keys are paths: segments with
 * slashes between them, which begin with the DAG, the run, the task and the map index, percent-encoded where needed. Safe to
 * share between threads.
 */
public interface LargeValues {

    /** Keeps the value, durably once this returns, in the place of any other of this key. */
    void put(String key, String json);

    Optional<String> get(String key);

    /** Removes whatever has a key that begins with the folder and a slash; nothing happens when nothing has. */
    void deleteUnder(String folder);
}
