package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

/**
 * What somebody wants done to a run that another engine executes, which is the only one that may change it.
 *
 * @param id tells commands apart, and grows with each
 * @param json the command as the engine wrote it
 */
public record RunCommand(long id, String dagId, String runId, String json) {
    public RunCommand {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(json, "json");
    }
}
