package dev.cuesheet.aws.redshift;

/** Every state of a statement of the Data API. */
public enum StatementState {
    SUBMITTED,
    PICKED,
    STARTED,
    FINISHED,
    FAILED,
    ABORTED,
    /** A state this version does not know; taken for active until patience is over. */
    UNKNOWN;

    /** True when the statement will not change any more. */
    public boolean isFinal() {
        return switch (this) {
            case FINISHED, FAILED, ABORTED -> true;
            case SUBMITTED, PICKED, STARTED, UNKNOWN -> false;
        };
    }
}
