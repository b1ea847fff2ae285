package dev.cuesheet.engine;

import java.util.Locale;

/** What the upstream tasks must have come to before a task runs. Airflow's rules, names and meanings. */
public enum TriggerRule {
    ALL_SUCCESS,
    ALL_FAILED,
    ALL_DONE,
    ALL_SKIPPED,
    ONE_SUCCESS,
    ONE_FAILED,
    ONE_DONE,
    NONE_FAILED,
    NONE_FAILED_MIN_ONE_SUCCESS,
    NONE_SKIPPED,
    ALL_DONE_MIN_ONE_SUCCESS,
    ALL_DONE_SETUP_SUCCESS,
    ALWAYS;

    /** Airflow's spelling, such as {@code all_success}. */
    /** Whether one upstream instance is enough. */
    public boolean needsOnlyOne() {
        return this == ONE_SUCCESS || this == ONE_FAILED || this == ONE_DONE;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static TriggerRule ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
