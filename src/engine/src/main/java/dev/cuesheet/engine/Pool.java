package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

/**
 * A limit that tasks of any DAGs share: how many of their slots may be taken at once, by all engines on a store.
 *
 * @param slots how many there are; -1 for any number
 * @param description empty when none was given
 * @param includeDeferred whether a task that waits without a thread keeps its slots meanwhile
 */
public record Pool(String name, int slots, String description, boolean includeDeferred) {
    /** Any number of slots. */
    public static final int UNLIMITED = -1;

    /** The pool of tasks that name none; it cannot be deleted. */
    public static final String DEFAULT_NAME = "default_pool";

    /** The pool of tasks that name none, as Airflow makes it. */
    public static final Pool DEFAULT = new Pool(DEFAULT_NAME, 128, "Default pool", false);

    private static final int LONGEST_NAME = 256;

    public Pool {
        requireNonNull(description, "description");
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw new IllegalArgumentException(
                    "a pool's name must have 1 to %d characters, got \"%s\"".formatted(LONGEST_NAME, name));
        }
        if (slots < UNLIMITED) {
            throw new IllegalArgumentException(
                    "pool \"%s\" must have 0 slots or more, or -1 for any number, got %d".formatted(name, slots));
        }
    }
}
