package dev.cuesheet.aws;

import dev.cuesheet.aws.AwsException.Details;
import dev.cuesheet.aws.AwsException.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Reads the SDK's exceptions. Services spell the same failure in many codes; here they become one of our reasons. */
final class SdkFailures {
    private static final Set<String> NOT_FOUND = Set.of(
            "NoSuchKey",
            "NoSuchBucket",
            "NoSuchUpload",
            "NotFound",
            "EntityNotFoundException",
            "NoSuchEntity",
            "ClusterNotFound",
            "ResourceNotFoundException");
    private static final Set<String> ALREADY_EXISTS = Set.of(
            "AlreadyExistsException",
            "EntityAlreadyExists",
            "ClusterAlreadyExists",
            "BucketAlreadyExists",
            "BucketAlreadyOwnedByYou",
            "PreconditionFailed");
    private static final Set<String> DENIED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AllAccessDisabled");
    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidToken",
            "RequestTimeTooSkewed",
            "RequestExpired");
    private static final Set<String> BUSY = Set.of(
            "ConcurrentRunsExceededException",
            "ConcurrentModificationException",
            "ConcurrentModification",
            "CrawlerRunningException",
            "CrawlerStoppingException",
            "InvalidClusterState",
            "ActiveStatementsExceededException",
            "ActiveSessionsExceededException",
            "ConditionalRequestConflict",
            "OperationAborted",
            "ResourceNotReadyException");
    private static final Set<String> THROTTLED = Set.of(
            "Throttling",
            "ThrottlingException",
            "ThrottledException",
            "SlowDown",
            "RequestLimitExceeded",
            "TooManyRequestsException");
    private static final Set<String> UNSUPPORTED =
            Set.of("NotImplemented", "UnknownOperationException", "InvalidAction", "MethodNotAllowed");

    private static final Map<Reason, String> ADVICE = Map.of(
            Reason.DENIED, "Give the calling identity the permission named above, or use another identity.",
            Reason.BAD_CREDENTIALS, "Check the access key, the secret key, the session token and this machine's clock.",
            Reason.UNSUPPORTED, "The endpoint does not offer this operation; use another endpoint or do without it.",
            Reason.THROTTLED, "Try again later, or ask less often.");

    private SdkFailures() {}

    static boolean isOfTheSdk(RuntimeException failure) {
        return failure instanceof SdkException;
    }

    static AwsException translate(
            String service, String operation, String attempt, String place, RuntimeException cause) {
        if (cause instanceof AwsException ours) {
            return ours;
        }
        if (cause instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            var message = "Could not %s: the calling thread was interrupted".formatted(attempt);
            return new AwsException(Details.of(service, operation, Reason.INTERRUPTED), message, cause);
        }
        if (cause instanceof SdkServiceException answered) {
            return answered(service, operation, attempt, answered);
        }
        if (cause instanceof SdkException) {
            return unanswered(service, operation, attempt, place, cause);
        }
        return unexpected(service, operation, attempt, cause);
    }

    private static AwsException answered(String service, String operation, String attempt, SdkServiceException answer) {
        var code = codeOf(answer);
        var reason = reasonOf(code, answer);
        var message =
                new StringBuilder("Could not ").append(attempt).append(": ").append(textOf(answer, reason));
        message.append(" (").append(service).append(' ').append(operation);
        if (code != null) {
            message.append(": ").append(code);
        }
        message.append(", HTTP ").append(answer.statusCode());
        if (answer.requestId() != null) {
            message.append(", request ").append(answer.requestId());
        }
        message.append(')');
        var advice = ADVICE.get(reason);
        if (advice != null) {
            message.append(". ").append(advice);
        }
        var details = new Details(service, operation, reason, code, answer.requestId(), answer.statusCode());
        return new AwsException(details, message.toString(), answer);
    }

    private static AwsException unanswered(
            String service, String operation, String attempt, String place, RuntimeException cause) {
        var text = String.valueOf(cause.getMessage());
        if (text.contains("Unable to load credentials")) {
            var message =
                    "Could not %s: no AWS credentials were found. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
                            + "choose a profile with AWS_PROFILE, or sign in.";
            return failure(service, operation, Reason.BAD_CREDENTIALS, message.formatted(attempt), cause);
        }
        if (text.contains("Unable to load region")) {
            var message = "Could not %s: no AWS region is set. Set AWS_REGION or the profile's region.";
            return failure(service, operation, Reason.INVALID, message.formatted(attempt), cause);
        }
        if (text.contains("Unable to unmarshall response")) {
            var message =
                    "Could not %s: the answer of %s is not one of %s. Check that the endpoint speaks AWS's protocol.";
            return failure(service, operation, Reason.OTHER, message.formatted(attempt, place, service), cause);
        }
        var network = networkCause(cause);
        if (network != null) {
            var message = "Could not %s: %s. Check that the endpoint is right and that something listens there.";
            return failure(
                    service,
                    operation,
                    Reason.UNREACHABLE,
                    message.formatted(attempt, describe(network, place)),
                    cause);
        }
        return unexpected(service, operation, attempt, cause);
    }

    private static AwsException unexpected(String service, String operation, String attempt, RuntimeException cause) {
        var message = "Could not %s: %s (%s %s)".formatted(attempt, cause.getMessage(), service, operation);
        return failure(service, operation, Reason.OTHER, message, cause);
    }

    private static AwsException failure(
            String service, String operation, Reason reason, String message, Throwable cause) {
        return new AwsException(Details.of(service, operation, reason), message, cause);
    }

    private static String describe(IOException network, String place) {
        if (network instanceof ConnectException) {
            return "nothing answers at " + place;
        }
        if (network instanceof UnknownHostException) {
            return "the host of " + place + " is unknown";
        }
        return "the connection to %s broke (%s)".formatted(place, network.getMessage());
    }

    private static @Nullable IOException networkCause(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof IOException network) {
                return network;
            }
        }
        return null;
    }

    private static @Nullable String codeOf(SdkServiceException answer) {
        return answer instanceof AwsServiceException aws && aws.awsErrorDetails() != null
                ? aws.awsErrorDetails().errorCode()
                : null;
    }

    private static String textOf(SdkServiceException answer, Reason reason) {
        var told = answer instanceof AwsServiceException aws && aws.awsErrorDetails() != null
                ? aws.awsErrorDetails().errorMessage()
                : answer.getMessage();
        if (told != null && !told.isBlank()) {
            return told;
        }
        // Answers to HEAD have no body, so the status is all there is.
        if (reason == Reason.NOT_FOUND) {
            return "there is no such thing";
        }
        return reason == Reason.DENIED ? "access denied" : "the service gave no explanation";
    }

    private static Reason reasonOf(@Nullable String code, SdkServiceException answer) {
        var known = code == null ? null : reasonOf(code);
        if (known != null) {
            return known;
        }
        if (answer.isThrottlingException()) {
            return Reason.THROTTLED;
        }
        return switch (answer.statusCode()) {
            case 401, 403 -> Reason.DENIED;
            case 404 -> Reason.NOT_FOUND;
            case 409 -> Reason.BUSY;
            case 412 -> Reason.ALREADY_EXISTS;
            case 429 -> Reason.THROTTLED;
            case 501 -> Reason.UNSUPPORTED;
            default -> answer.statusCode() >= 500 ? Reason.UNAVAILABLE : Reason.INVALID;
        };
    }

    private static @Nullable Reason reasonOf(String code) {
        if (NOT_FOUND.contains(code)) {
            return Reason.NOT_FOUND;
        } else if (ALREADY_EXISTS.contains(code)) {
            return Reason.ALREADY_EXISTS;
        } else if (DENIED.contains(code)) {
            return Reason.DENIED;
        } else if (BAD_CREDENTIALS.contains(code)) {
            return Reason.BAD_CREDENTIALS;
        } else if (BUSY.contains(code)) {
            return Reason.BUSY;
        } else if (THROTTLED.contains(code)) {
            return Reason.THROTTLED;
        } else if (UNSUPPORTED.contains(code)) {
            return Reason.UNSUPPORTED;
        }
        return null;
    }
}
