package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A parameter that a run of the DAG may be given.
 *
 * @param defaultValue also fixes the type that text from a command line is turned into; null when there is none
 * @param schema which values there may be; null for any of the default's type, or any text
 */
public record Param(
        String name,
        @Nullable Object defaultValue,
        String description,
        @Nullable ParamSchema schema) {
    public Param(String name, @Nullable Object defaultValue, String description) {
        this(name, defaultValue, description, null);
    }

    public Param {
        requireNonNull(name, "name");
        requireNonNull(description, "description");
    }

    /** Whether a run must give the value. */
    public boolean required() {
        return defaultValue == null && (schema == null || !schema.nullable());
    }
}
