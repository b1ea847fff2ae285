package dev.cuesheet.ingest;

import org.jspecify.annotations.Nullable;

/** Root of what goes wrong in this room. The message says what was tried, on what, why it failed and what to do next. */
public class IngestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IngestException(String message) {
        super(message);
    }

    public IngestException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
