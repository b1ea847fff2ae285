package dev.cuesheet.localaws.internal.redshiftdata;

/** The Data API's states of a statement. */
enum StatementStatus {
    SUBMITTED,
    PICKED,
    STARTED,
    FINISHED,
    ABORTED,
    FAILED;

    boolean isFinal() {
        return this == FINISHED || this == ABORTED || this == FAILED;
    }
}
