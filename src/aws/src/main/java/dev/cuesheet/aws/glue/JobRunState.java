package dev.cuesheet.aws.glue;

/** Every state of a Glue job run. */
public enum JobRunState {
    STARTING,
    WAITING,
    RUNNING,
    STOPPING,
    STOPPED,
    SUCCEEDED,
    FAILED,
    TIMEOUT,
    ERROR,
    EXPIRED,
    /** A state this version does not know; taken for active until patience is over. */
    UNKNOWN;

    /** True when the run will not change any more. */
    public boolean isFinal() {
        return switch (this) {
            case STOPPED, SUCCEEDED, FAILED, TIMEOUT, ERROR, EXPIRED -> true;
            case STARTING, WAITING, RUNNING, STOPPING, UNKNOWN -> false;
        };
    }
}
