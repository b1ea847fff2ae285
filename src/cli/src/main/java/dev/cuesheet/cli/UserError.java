package dev.cuesheet.cli;

/** Something the user can set right. The message says what we tried, why it failed and what to do next. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
