package dev.cuesheet.localaws.spark.worker;

/** The job cannot run as it was written; the message is meant for its author. */
final class ScriptFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScriptFault(String message) {
        super(message);
    }
}
