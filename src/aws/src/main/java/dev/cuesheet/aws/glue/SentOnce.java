package dev.cuesheet.aws.glue;

import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;

/**
 * For calls that do something anew each time and take no idempotency token: the SDK would repeat them when an answer is
 * lost, and so do the work twice.
 */
final class SentOnce {
    static final AwsRequestOverrideConfiguration CONFIGURATION = AwsRequestOverrideConfiguration.builder()
            .addPlugin(client -> client.overrideConfiguration(client.overrideConfiguration().toBuilder()
                    .retryStrategy(AwsRetryStrategy.doNotRetry())
                    .build()))
            .build();

    private SentOnce() {}
}
