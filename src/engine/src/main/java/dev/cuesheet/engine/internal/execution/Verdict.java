package dev.cuesheet.engine.internal.execution;

/** What a trigger rule says about a task that has not been decided yet. */
enum Verdict {
    WAIT,
    RUN,
    SKIP,
    FAIL,
    REMOVE
}
