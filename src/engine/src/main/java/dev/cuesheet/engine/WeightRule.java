package dev.cuesheet.engine;

import java.util.Locale;

/** How a task's place in its DAG counts for its priority. Airflow's weight rules, names and meanings. */
public enum WeightRule {
    /** Its own weight and those of all tasks below it: what much depends on goes first. */
    DOWNSTREAM,
    /** Its own weight and those of all tasks above it: runs that have come far are finished first. */
    UPSTREAM,
    /** Its own weight alone. */
    ABSOLUTE,
    /** What a {@link PriorityStrategy} says of each instance. */
    CUSTOM;

    /** Airflow's spelling. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
