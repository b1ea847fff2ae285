package dev.cuesheet.engine;

import java.util.Locale;

/** What a callback is called for. */
public enum CallbackKind {
    /** A try of a task begins; not when a sensor looks again. */
    ON_EXECUTE,
    /** A task or a run has succeeded. */
    ON_SUCCESS,
    /** A try has failed and another one will come. */
    ON_RETRY,
    /** A task has failed for good, or a run has failed. A task that fails because of those above it is not meant. */
    ON_FAILURE,
    /** A task says that it is skipped. One that is skipped because of others, or because its run ends, is not meant. */
    ON_SKIPPED,
    /** A run has missed a deadline. */
    ON_DEADLINE;

    /** Airflow's word: {@code on_retry}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
