package dev.cuesheet.engine.spi;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.RunState;

/** Which runs somebody who looks back means. */
public enum RunsThatCount {
    ALL,
    /** Those of the schedule and of backfills. */
    AUTOMATED,
    SUCCESSFUL;

    public boolean counts(DagRun run) {
        return switch (this) {
            case ALL -> true;
            case AUTOMATED -> run.type().isAutomated();
            case SUCCESSFUL -> run.state() == RunState.SUCCESS;
        };
    }
}
