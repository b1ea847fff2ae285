package dev.cuesheet.aws.contract;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import dev.cuesheet.aws.AwsClients;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a contract on another AWS when somebody asks for it: with {@code -Dcuesheet.contract=real} on AWS itself, with
 * {@code -Dcuesheet.contract=http://...} or {@code AWS_ENDPOINT_URL} on that endpoint; credentials are the SDK's. Buckets,
 * roles and databases are made there and deleted again.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OnRequestedAws.OnlyOnRequest.class)
abstract class OnRequestedAws implements Backend {
    private @Nullable AwsClients clients;

    static final class OnlyOnRequest implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return requested().isEmpty()
                    ? disabled("no other AWS was asked for with -Dcuesheet.contract=real or AWS_ENDPOINT_URL")
                    : enabled("asked for: " + requested());
        }
    }

    private static String requested() {
        var property = System.getProperty("cuesheet.contract", "");
        var variable = System.getenv("AWS_ENDPOINT_URL");
        return property.isEmpty() && variable != null ? variable : property;
    }

    @Override
    public AwsClients aws() {
        if (clients == null) {
            var builder = AwsClients.builder();
            if (!requested().equals("real")) {
                builder.endpoint(URI.create(requested()));
            }
            clients = builder.build();
        }
        return clients;
    }

    @AfterAll
    void close() {
        if (clients != null) {
            clients.close();
        }
    }
}
