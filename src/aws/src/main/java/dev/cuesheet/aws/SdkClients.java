package dev.cuesheet.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
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

/** Makes the SDK's clients, one of each, sharing one HTTP client and one credentials provider. */
final class SdkClients {
    private final @Nullable URI endpoint;
    private final Map<AwsService, URI> endpoints;
    private final @Nullable String region;
    private final @Nullable Supplier<AwsCredentialsProvider> credentials;

    private final Map<AwsService, SdkAutoCloseable> clients = new EnumMap<>(AwsService.class);
    private @Nullable SdkHttpClient http;
    private @Nullable AwsCredentialsProvider provider;
    private boolean closed;

    SdkClients(
            @Nullable URI endpoint,
            Map<AwsService, URI> endpoints,
            @Nullable String region,
            @Nullable Supplier<AwsCredentialsProvider> credentials) {
        this.endpoint = endpoint;
        this.endpoints = new EnumMap<>(AwsService.class);
        this.endpoints.putAll(endpoints);
        this.region = region;
        this.credentials = credentials;
    }

    static AwsCredentialsProvider fixed(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
        return StaticCredentialsProvider.create(
                sessionToken == null
                        ? AwsBasicCredentials.create(accessKeyId, secretAccessKey)
                        : AwsSessionCredentials.create(accessKeyId, secretAccessKey, sessionToken));
    }

    S3Client s3() {
        // A bucket's name in front of the host resolves only where AWS or somebody set up such names.
        return made(
                AwsService.S3,
                S3Client.class,
                () -> configured(
                                AwsService.S3,
                                S3Client.builder()
                                        .forcePathStyle(endpoint(AwsService.S3).isPresent()))
                        .httpClient(http())
                        .build());
    }

    GlueClient glue() {
        return made(
                AwsService.GLUE,
                GlueClient.class,
                () -> configured(AwsService.GLUE, GlueClient.builder())
                        .httpClient(http())
                        .build());
    }

    RedshiftClient redshift() {
        return made(
                AwsService.REDSHIFT,
                RedshiftClient.class,
                () -> configured(AwsService.REDSHIFT, RedshiftClient.builder())
                        .httpClient(http())
                        .build());
    }

    RedshiftDataClient redshiftData() {
        return made(
                AwsService.REDSHIFT_DATA,
                RedshiftDataClient.class,
                () -> configured(AwsService.REDSHIFT_DATA, RedshiftDataClient.builder())
                        .httpClient(http())
                        .build());
    }

    IamClient iam() {
        return made(
                AwsService.IAM,
                IamClient.class,
                () -> configured(AwsService.IAM, IamClient.builder())
                        .httpClient(http())
                        .build());
    }

    StsClient sts() {
        return made(
                AwsService.STS,
                StsClient.class,
                () -> configured(AwsService.STS, StsClient.builder())
                        .httpClient(http())
                        .build());
    }

    Optional<URI> endpoint(AwsService service) {
        return Optional.ofNullable(endpoints.getOrDefault(service, endpoint));
    }

    String region() {
        return region != null
                ? region
                : DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    }

    private <B extends AwsClientBuilder<B, C>, C> B configured(AwsService service, B builder) {
        builder.credentialsProvider(credentials()).overrideConfiguration(c -> c.retryStrategy(RetryMode.STANDARD));
        endpoint(service).ifPresent(builder::endpointOverride);
        if (region != null) {
            builder.region(Region.of(region));
        }
        return builder;
    }

    private synchronized <C extends SdkAutoCloseable> C made(AwsService service, Class<C> type, Supplier<C> maker) {
        if (closed) {
            throw new IllegalStateException("The AWS clients are closed");
        }
        return type.cast(clients.computeIfAbsent(service, s -> maker.get()));
    }

    private synchronized AwsCredentialsProvider credentials() {
        if (provider == null) {
            provider =
                    credentials == null ? DefaultCredentialsProvider.builder().build() : credentials.get();
        }
        return provider;
    }

    private synchronized SdkHttpClient http() {
        if (http == null) {
            http = UrlConnectionHttpClient.create();
        }
        return http;
    }

    synchronized void close() {
        closed = true;
        List<SdkAutoCloseable> open = new ArrayList<>(clients.values());
        if (http != null) {
            open.add(http);
        }
        clients.clear();
        open.forEach(SdkAutoCloseable::close);
    }
}
