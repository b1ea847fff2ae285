package dev.cuesheet.engine.internal.json;

import org.jspecify.annotations.Nullable;

/** A value or type has no JSON form, or stored JSON no longer fits its type. The message says why. */
public final class UnstorableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnstorableException(String message) {
        this(message, null);
    }

    UnstorableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
