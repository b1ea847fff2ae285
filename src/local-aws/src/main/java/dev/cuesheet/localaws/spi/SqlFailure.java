package dev.cuesheet.localaws.spi;

/** A statement failed. The message is what the database would tell its user, without the leading {@code ERROR:}. */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final boolean cancelled;

    public SqlFailure(String message) {
        this(message, null, false);
    }

    public SqlFailure(String message, @org.jspecify.annotations.Nullable Throwable cause) {
        this(message, cause, false);
    }

    private SqlFailure(String message, @org.jspecify.annotations.Nullable Throwable cause, boolean cancelled) {
        super(message, cause);
        this.cancelled = cancelled;
    }

    /** The statement was stopped by {@link SqlSession#cancel}. */
    public static SqlFailure cancelled() {
        return new SqlFailure("Query (session) cancelled on user's request", null, true);
    }

    public boolean isCancelled() {
        return cancelled;
    }
}
