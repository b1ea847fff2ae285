package dev.cuesheet.aws;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsClient;

/**
 * The calls of one service: makes the client when the first call needs it and turns the SDK's exceptions into ours. Safe
 * to share between threads. Public for those who write a wrapper of one more service.
 */
public final class Calls<C extends AwsClient> {
    private final String service;
    private final Supplier<C> supplier;
    private volatile @Nullable C client;

    public Calls(String service, Supplier<C> supplier) {
        this.service = requireNonNull(service, "service");
        this.supplier = requireNonNull(supplier, "client");
    }

    /** @param attempt what is tried, as it goes after "Could not" */
    public <T> T call(String operation, String attempt, Function<C, T> body) {
        try {
            return body.apply(client());
        } catch (RuntimeException e) {
            throw SdkFailures.isOfTheSdk(e) ? AwsException.during(service, operation, attempt, place(), e) : e;
        }
    }

    /** Like {@link #call}, but that the thing is not there is an answer. */
    public <T> Optional<T> find(String operation, String attempt, Function<C, T> body) {
        return unless(AwsException.Reason.NOT_FOUND, () -> call(operation, attempt, body));
    }

    /** Like {@link #call}, but the given reason is an answer: empty. */
    public static <T> Optional<T> unless(AwsException.Reason reason, Supplier<T> call) {
        try {
            return Optional.of(call.get());
        } catch (AwsException e) {
            if (e.reason() == reason) {
                return Optional.empty();
            }
            throw e;
        }
    }

    public AwsException failure(AwsException.Reason reason, String operation, String message) {
        return new AwsException(AwsException.Details.of(service, operation, reason), message, null);
    }

    private C client() {
        var made = client;
        if (made == null) {
            synchronized (this) {
                made = client;
                if (made == null) {
                    made = supplier.get();
                    client = made;
                }
            }
        }
        return made;
    }

    private String place() {
        var made = client;
        if (made == null) {
            return service;
        }
        var configuration = made.serviceClientConfiguration();
        return configuration
                .endpointOverride()
                .map(Object::toString)
                .orElseGet(() -> "%s in region %s".formatted(service, configuration.region()));
    }
}
