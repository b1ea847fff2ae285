package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.RunOwner;

/** A run cannot start or be resumed because a living process is executing a run of the same DAG. */
public final class DagRunInProgressException extends EngineException {
    private static final long serialVersionUID = 1L;

    private final String dagId;
    private final String runId;
    private final transient RunOwner owner;

    public DagRunInProgressException(String dagId, String runId, RunOwner owner) {
        super("DAG \"%s\" is already running as %s in process %d%s; wait for it to end, or stop that process first"
                .formatted(dagId, runId, owner.pid(), owner.isOnThisHost() ? "" : " on host " + owner.host()));
        this.dagId = dagId;
        this.runId = runId;
        this.owner = owner;
    }

    public String dagId() {
        return dagId;
    }

    public String runId() {
        return runId;
    }

    public RunOwner owner() {
        return owner;
    }
}
