package dev.cuesheet.aws;

import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.redshift.RedshiftClient;
import software.amazon.awssdk.services.redshiftdata.RedshiftDataClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Makes the SDK's clients, which share one HTTP client and one credentials provider. */
final class SdkClientMaker implements AutoCloseable {
    private final @Nullable String region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http = UrlConnectionHttpClient.create();

    SdkClientMaker(@Nullable String region, @Nullable SdkCredentials credentials) {
        this.region = region;
        this.credentials =
                credentials == null ? DefaultCredentialsProvider.builder().build() : credentials.provider();
    }

    static AwsCredentialsProvider fixed(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
        return StaticCredentialsProvider.create(
                sessionToken == null
                        ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
                        : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken));
    }

    static String defaultRegion() {
        return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    }

    AutoCloseable make(AwsService service, Optional<URI> endpoint) {
        return switch (service) {
            // A bucket's name in front of the host resolves only where AWS or somebody set up such names.
            case S3 -> made(S3Client.builder().forcePathStyle(endpoint.isPresent()), endpoint);
            case GLUE -> made(GlueClient.builder(), endpoint);
            case REDSHIFT -> made(RedshiftClient.builder(), endpoint);
            case REDSHIFT_DATA -> made(RedshiftDataClient.builder(), endpoint);
            case IAM -> made(IamClient.builder(), endpoint);
            case STS -> made(StsClient.builder(), endpoint);
        };
    }

    private <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C extends SdkAutoCloseable> C made(
            B builder, Optional<URI> endpoint) {
        builder.httpClient(http)
                .credentialsProvider(credentials)
                .overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD));
        endpoint.ifPresent(builder::endpointOverride);
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder.build();
    }

    @Override
    public void close() {
        http.close();
    }
}
