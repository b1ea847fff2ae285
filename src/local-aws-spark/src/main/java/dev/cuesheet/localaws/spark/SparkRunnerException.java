package dev.cuesheet.localaws.spark;

/** The machinery around a job failed, as opposed to the job itself. */
public class SparkRunnerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public SparkRunnerException(String message) {
        super(message);
    }

    public SparkRunnerException(String message, Throwable cause) {
        super(message, cause);
    }
}
