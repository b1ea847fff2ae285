package dev.cuesheet.operators;

import dev.cuesheet.aws.AwsException;
import dev.cuesheet.aws.Wait;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskFailure;
import java.util.regex.Pattern;
import org.slf4j.Logger;

/** What every operator does around its calls. */
final class AwsWork {

    private static final Pattern REFUSED = Pattern.compile("is not authorized to perform|AccessDenied");
    private static final Pattern SQL_ERROR = Pattern.compile("^Redshift statement .*ERROR:", Pattern.DOTALL);

    /** Conflicts between transactions (1023 is Redshift's code for one), and sessions that somebody ended. */
    private static final Pattern PASSING_SQL_ERROR = Pattern.compile(
            "ERROR:.*?(\\b1023\\b|serializ|deadlock|conflict|connection|administrator)",
            Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /** The calls of one attempt. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    private AwsWork() {}

    /** Runs the calls, and says of their failure whether another attempt makes sense. */
    static <T> T attempt(Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (AwsException e) {
            throw failure(e);
        }
    }

    /** The same failure in the engine's words. */
    static RuntimeException failure(AwsException e) throws InterruptedException {
        return switch (e.reason()) {
            case DENIED, BAD_CREDENTIALS, INVALID, UNSUPPORTED -> TaskFailure.permanent(e.getMessage(), e);
            case INTERRUPTED -> throw interruption(e);
            case NOT_FOUND, ALREADY_EXISTS, BUSY, THROTTLED, UNREACHABLE, UNAVAILABLE, TIMED_OUT, OTHER ->
                TaskFailure.retryable(e.getMessage(), e);
            case FAILED ->
                staysBad(e.getMessage())
                        ? TaskFailure.permanent(e.getMessage(), e)
                        : TaskFailure.retryable(e.getMessage(), e);
        };
    }

    /**
     * Remote work was done and ended badly. Whether it may end better next time, only its own words tell: what IAM refused
     * and what SQL does not accept stay so until a person changes something; a conflict with another transaction does not.
     */
    static TaskFailure endedBadly(String description) {
        return staysBad(description) ? TaskFailure.permanent(description) : TaskFailure.retryable(description);
    }

    private static boolean staysBad(String description) {
        return REFUSED.matcher(description).find()
                || (SQL_ERROR.matcher(description).find()
                        && !PASSING_SQL_ERROR.matcher(description).find());
    }

    /** The wait, cut off where the attempt's time is over. */
    static Wait within(TaskContext context, Wait wait) {
        return context.deadline()
                .map(deadline -> wait.notBeyond(deadline, context.clock().instant()))
                .orElse(wait);
    }

    /** Stops remote work when a person cancels. That it cannot be stopped is logged and does not keep the task from ending. */
    static void stopOnCancel(TaskContext context, Logger log, String what, Runnable stop) {
        context.onCancel(() -> {
            log.info("Stopping {}", what);
            try {
                stop.run();
            } catch (AwsException e) {
                log.error("{} could not be stopped: {}", what, e.getMessage());
            }
        });
    }

    private static InterruptedException interruption(AwsException cause) {
        Thread.interrupted();
        var interruption = new InterruptedException(cause.getMessage());
        interruption.initCause(cause);
        return interruption;
    }
}
