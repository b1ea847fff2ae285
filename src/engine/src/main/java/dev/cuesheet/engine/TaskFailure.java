package dev.cuesheet.engine;

import org.jspecify.annotations.Nullable;

/** Thrown by a task to fail its attempt and to say whether trying again makes sense. */
public final class TaskFailure extends EngineException {
    private static final long serialVersionUID = 1L;

    private final boolean mayRetry;

    private TaskFailure(String message, @Nullable Throwable cause, boolean mayRetry) {
        super(message, cause);
        this.mayRetry = mayRetry;
    }

    /** The attempt failed; another one may succeed. */
    public static TaskFailure retryable(String message) {
        return new TaskFailure(message, null, true);
    }

    /** The attempt failed; another one may succeed. */
    public static TaskFailure retryable(String message, Throwable cause) {
        return new TaskFailure(message, cause, true);
    }

    /** The task failed, and every further attempt would. */
    public static TaskFailure permanent(String message) {
        return new TaskFailure(message, null, false);
    }

    /** The task failed, and every further attempt would. */
    public static TaskFailure permanent(String message, Throwable cause) {
        return new TaskFailure(message, cause, false);
    }

    public boolean mayRetry() {
        return mayRetry;
    }
}
