package dev.cuesheet.aws;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Something asked of AWS did not happen. The message says what we tried, on what, why it failed and what to do next; the
 * accessors say the same to a program. The root of every exception of the wrappers. Safe to share between threads.
 */
public class AwsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why a call failed, in the few kinds that callers tell apart. */
    public enum Reason {
        /** The thing asked for is not there. */
        NOT_FOUND,
        /** The thing to be made is there already, or the condition on a write did not hold. */
        ALREADY_EXISTS,
        /** IAM refused the call. */
        DENIED,
        /** No credentials were found, or AWS does not accept them. */
        BAD_CREDENTIALS,
        /** The thing is busy: a crawl is running, the run limit is reached, the cluster is being changed. */
        BUSY,
        /** AWS asks us to slow down. */
        THROTTLED,
        /** The request itself is wrong. */
        INVALID,
        /** Nothing answers at the endpoint, or the connection broke. */
        UNREACHABLE,
        /** The service has a fault of its own. */
        UNAVAILABLE,
        /** The endpoint does not offer the operation. */
        UNSUPPORTED,
        /** We stopped waiting; what we waited for may still be going on. */
        TIMED_OUT,
        /** The remote work was done and ended badly: a statement, a crawl, a job. */
        FAILED,
        /** The calling thread was interrupted; its interrupt flag is set again. */
        INTERRUPTED,
        /** None of the above. */
        OTHER
    }

    /**
     * What a program needs to know of a failure.
     *
     * @param service the service's short name, for example {@code Glue}
     * @param operation the API's name of the call, for example {@code StartJobRun}
     * @param errorCode the service's error code; null when no service answered
     * @param requestId the service's id of the call; null when no service answered
     * @param statusCode the HTTP status; 0 when no service answered
     */
    public record Details(
            String service,
            String operation,
            Reason reason,
            @Nullable String errorCode,
            @Nullable String requestId,
            int statusCode) {
        public Details {
            requireNonNull(service, "service");
            requireNonNull(operation, "operation");
            requireNonNull(reason, "reason");
        }

        /** A failure found by us, not told by an answer. */
        public static Details of(String service, String operation, Reason reason) {
            return new Details(service, operation, reason, null, null, 0);
        }
    }

    @SuppressWarnings("serial") // a record of strings and an enum; the exception is not sent anywhere
    private final Details details;

    public AwsException(Details details, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.details = requireNonNull(details, "details");
    }

    /**
     * Turns an exception of the SDK into ours; one that is ours already stays as it is.
     *
     * @param attempt what we tried, as it goes after "Could not", for example {@code start Glue job "refine"}
     * @param place the endpoint that was called, or AWS with the region; only used in wording
     */
    public static AwsException during(
            String service, String operation, String attempt, String place, RuntimeException cause) {
        return SdkFailures.translate(service, operation, attempt, place, cause);
    }

    public Details details() {
        return details;
    }

    public Reason reason() {
        return details.reason();
    }

    public String service() {
        return details.service();
    }

    public String operation() {
        return details.operation();
    }

    public Optional<String> errorCode() {
        return Optional.ofNullable(details.errorCode());
    }

    public Optional<String> requestId() {
        return Optional.ofNullable(details.requestId());
    }

    public OptionalInt statusCode() {
        return details.statusCode() == 0 ? OptionalInt.empty() : OptionalInt.of(details.statusCode());
    }

    /** True when the same call may well succeed later without anybody changing anything. */
    public boolean isRetryable() {
        return switch (details.reason()) {
            case BUSY, THROTTLED, UNREACHABLE, UNAVAILABLE, TIMED_OUT -> true;
            case NOT_FOUND, ALREADY_EXISTS, DENIED, BAD_CREDENTIALS, INVALID, UNSUPPORTED, FAILED, INTERRUPTED, OTHER ->
                false;
        };
    }
}
