package dev.cuesheet.engine;

import java.util.Locale;

/** States of a task instance, with Airflow's names and meanings. */
public enum TaskInstanceState {
    /** Created; no decision yet. */
    NONE,
    /** Its dependencies are met; it waits for a slot. */
    SCHEDULED,
    /** Handed to the executor. */
    QUEUED,
    RUNNING,
    /** Its attempt ended from outside; it always gets another one. */
    RESTARTING,
    /** Failed, and waits for its next attempt. */
    UP_FOR_RETRY,
    /** A sensor that gave its slot back until the next look. */
    UP_FOR_RESCHEDULE,
    /** Gave its slot back until a trigger fires. */
    DEFERRED,
    SUCCESS,
    FAILED,
    /** Had nothing to do; counts as success for the run. */
    SKIPPED,
    /** Did not run because of an upstream failure; counts as failure for the run. */
    UPSTREAM_FAILED,
    /** The task or map index is no longer part of the DAG. */
    REMOVED;

    /** Airflow's spelling, such as {@code up_for_retry}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinished() {
        return switch (this) {
            case SUCCESS, FAILED, SKIPPED, UPSTREAM_FAILED, REMOVED -> true;
            case NONE, SCHEDULED, QUEUED, RUNNING, RESTARTING, UP_FOR_RETRY, UP_FOR_RESCHEDULE, DEFERRED -> false;
        };
    }

    public boolean isFailure() {
        return this == FAILED || this == UPSTREAM_FAILED;
    }

    public static TaskInstanceState ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
