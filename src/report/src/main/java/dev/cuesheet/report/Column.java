package dev.cuesheet.report;

import static java.util.Objects.requireNonNull;

/**
 * A column of a section's table.
 *
 * @param key its name for programs: {@code seller_id}
 * @param title its heading for people: {@code Seller id}
 */
public record Column(String key, String title, Kind kind) {
    public Column {
        requireNonNull(title, "title");
        requireNonNull(kind, "kind");
        if (!key.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a column key: \"%s\"".formatted(key));
        }
    }
}
