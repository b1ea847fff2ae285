package dev.cuesheet.engine;

/** A deferred task has waited for its trigger as long as it may. Another attempt may be made, as after Airflow's exception of this name. */
public final class TaskDeferralTimeout extends EngineException {
    private static final long serialVersionUID = 1L;

    public TaskDeferralTimeout(String message) {
        super(message);
    }
}
