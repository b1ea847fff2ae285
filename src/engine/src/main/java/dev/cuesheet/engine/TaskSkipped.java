package dev.cuesheet.engine;

/** Thrown by a task that has nothing to do; the task instance ends as skipped. */
public final class TaskSkipped extends EngineException {
    private static final long serialVersionUID = 1L;

    public TaskSkipped(String reason) {
        super(reason);
    }
}
