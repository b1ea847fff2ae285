package dev.cuesheet.report;

import static java.util.Objects.requireNonNull;

/**
 * One number that sums the report up.
 *
 * @param value in plain digits, exact
 */
public record Figure(String key, String title, Kind kind, String value) {
    public Figure {
        requireNonNull(title, "title");
        value = kind.canonical(value);
        if (!key.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a figure key: \"%s\"".formatted(key));
        }
    }

    /** The value as a person reads it. */
    public String display() {
        return kind.display(value);
    }
}
