package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A deadline that a run has missed.
 *
 * @param due the instant by which the run was to have succeeded
 */
public record MissedDeadline(String name, Instant due) {
    public MissedDeadline {
        requireNonNull(name, "name");
        requireNonNull(due, "due");
    }
}
