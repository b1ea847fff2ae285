package dev.cuesheet.localaws;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A local AWS for tests, and real clients of it. */
public final class RunningAws implements AutoCloseable {
    public static final AwsCredentials ROOT = AwsBasicCredentials.create("test", "test");

    private final LocalAws aws;

    public RunningAws(Path home) {
        this(home, Clock.systemUTC());
    }

    public RunningAws(Path home, Clock clock) {
        this.aws = LocalAws.builder().home(home).clock(clock).build().start();
    }

    public LocalAws aws() {
        return aws;
    }

    public URI endpoint() {
        return aws.endpoint();
    }

    /** Where the bucket's objects lie as files. */
    public Path bucketFolder(String bucket) {
        return aws.home().resolve("s3").resolve(bucket);
    }

    public S3Client s3() {
        return s3As(ROOT);
    }

    public S3Client s3As(AwsCredentials credentials) {
        return S3Client.builder()
                .endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    @Override
    public void close() {
        aws.close();
    }
}
