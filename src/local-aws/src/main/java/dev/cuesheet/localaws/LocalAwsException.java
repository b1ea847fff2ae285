package dev.cuesheet.localaws;

import org.jspecify.annotations.Nullable;

/** The local AWS could not do what it was asked; the message says what, why, and what to do next. */
public class LocalAwsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public LocalAwsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
