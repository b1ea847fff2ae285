package dev.cuesheet.report;

import org.jspecify.annotations.Nullable;

/** Root of what goes wrong in this room. */
public class ReportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ReportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
