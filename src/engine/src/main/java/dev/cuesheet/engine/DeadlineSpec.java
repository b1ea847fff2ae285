package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

/** A deadline of a DAG's runs, under the name that it has in the DAG. */
public record DeadlineSpec(String name, Deadline deadline) {
    public DeadlineSpec {
        requireNonNull(name, "name");
        requireNonNull(deadline, "deadline");
    }
}
