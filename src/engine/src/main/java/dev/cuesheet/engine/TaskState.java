package dev.cuesheet.engine;

import java.util.Optional;

/**
 * Small notes of one task instance, such as the id of a remote job. A note is durable once the call returns, and stays
 * until it is removed: through retries, crashes and restarts. Safe to share between threads.
 */
public interface TaskState {

    Optional<String> get(String key);

    void put(String key, String value);

    /** Removes the note; nothing happens when there is none. */
    void remove(String key);
}
