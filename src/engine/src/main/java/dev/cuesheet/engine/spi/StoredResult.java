package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

/**
 * A task's result as it is kept.
 *
 * @param type what the JSON was made from, so that the same value can be made again
 * @param json the value, readable by anyone
 */
public record StoredResult(int mapIndex, String type, String json) {
    public StoredResult {
        requireNonNull(type, "type");
        requireNonNull(json, "json");
    }
}
