package dev.cuesheet.engine;

import java.util.Locale;

/** States of a DAG run, with Airflow's names and meanings. */
public enum RunState {
    QUEUED,
    RUNNING,
    SUCCESS,
    FAILED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    public boolean isFinished() {
        return this == SUCCESS || this == FAILED;
    }

    public static RunState ofLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
