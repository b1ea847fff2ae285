package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A parameter that a run of the DAG may be given.
 *
 * @param defaultValue also fixes the type that text from a command line is turned into; null when a run must give the
 *     value, which then is text
 */
public record Param(String name, @Nullable Object defaultValue, String description) {
    public Param {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
    }
}
