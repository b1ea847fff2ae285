package dev.cuesheet.engine.spi;

import static java.util.Objects.requireNonNull;

/**
 * A run in the hands of an engine.
 *
 * @param fence grows whenever the run changes hands, so that a claim from before can be told from one of now even when
 *     both are the same engine's
 */
public record RunClaim(String dagId, String runId, RunOwner owner, long fence) {
    public RunClaim {
        requireNonNull(dagId, "dagId");
        requireNonNull(runId, "runId");
        requireNonNull(owner, "owner");
        if (fence < 1) {
            throw new IllegalArgumentException("a fence starts at 1, got " + fence);
        }
    }
}
