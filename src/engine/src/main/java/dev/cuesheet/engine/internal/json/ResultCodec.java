package dev.cuesheet.engine.internal.json;

import java.util.Optional;

/** Turns task results into JSON with their type, and back. */
public final class ResultCodec {
    private ResultCodec() {}

    /** Why this value cannot be stored, if it cannot. */
    public static Optional<String> faultIn(Object value) {
        return Optional.empty();
    }
}
