package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/** Root of everything the engine throws on purpose. The message is written for the person who has to act on it. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineException(String message) {
        this(message, null);
    }

    public EngineException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
