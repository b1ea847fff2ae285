package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.LocalAws;
import dev.cuesheet.localaws.spi.JobRunner;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerState;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** A local AWS on a real socket with real clients, a bucket {@code raw} and a role {@code crawler} that may read it. */
public final class GlueAws implements AutoCloseable {
    public static final AwsCredentials ROOT = AwsBasicCredentials.create("test", "test");
    public static final String ROLE = "arn:aws:iam::000000000000:role/crawler";
    static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
              "Principal": {"Service": "glue.amazonaws.com", "AWS": "arn:aws:iam::000000000000:root"}}]}""";

    private final LocalAws aws;
    public final GlueClient glue;
    public final S3Client s3;
    public final IamClient iam;
    public final StsClient sts;

    public GlueAws(Path home, Optional<JobRunner> runner) {
        var builder = LocalAws.builder().home(home);
        runner.ifPresent(it -> builder.jobRunner(folder -> it));
        aws = builder.build().start();
        glue = client(GlueClient.builder(), ROOT);
        s3 = client(S3Client.builder(), ROOT);
        iam = client(IamClient.builder(), ROOT);
        sts = client(StsClient.builder(), ROOT);
    }

    /** The same with bucket and role made. */
    public static GlueAws furnished(Path home, Optional<JobRunner> runner) {
        var aws = new GlueAws(home, runner);
        aws.s3.createBucket(b -> b.bucket("raw"));
        aws.iam.createRole(r -> r.roleName("crawler").assumeRolePolicyDocument(TRUST));
        aws.attach("service-role/AWSGlueServiceRole");
        aws.attach("AmazonS3ReadOnlyAccess");
        return aws;
    }

    public void attach(String policy) {
        iam.attachRolePolicy(r -> r.roleName("crawler").policyArn("arn:aws:iam::aws:policy/" + policy));
    }

    public void detach(String policy) {
        iam.detachRolePolicy(r -> r.roleName("crawler").policyArn("arn:aws:iam::aws:policy/" + policy));
    }

    public <C, B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>> C client(
            B builder, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
                .build();
    }

    public URI endpoint() {
        return aws.endpoint();
    }

    public void put(String key, String text) {
        s3.putObject(r -> r.bucket("raw").key(key), RequestBody.fromString(text));
    }

    public void put(String key, byte[] content) {
        s3.putObject(r -> r.bucket("raw").key(key), RequestBody.fromBytes(content));
    }

    public void delete(String key) {
        s3.deleteObject(r -> r.bucket("raw").key(key));
    }

    /** A crawler over {@code s3://raw/<path>} that fills database {@code lake}. */
    public static CreateCrawlerRequest.Builder crawler(String name, String path) {
        return CreateCrawlerRequest.builder()
                .name(name)
                .role(ROLE)
                .databaseName("lake")
                .targets(t ->
                        t.s3Targets(S3Target.builder().path("s3://raw/" + path).build()));
    }

    /** Runs the crawler to its end. */
    public Crawler crawl(String name) {
        glue.startCrawler(r -> r.name(name));
        while (true) {
            var crawler = glue.getCrawler(r -> r.name(name)).crawler();
            if (crawler.state() == CrawlerState.READY) {
                return crawler;
            }
        }
    }

    @Override
    public void close() {
        glue.close();
        s3.close();
        iam.close();
        sts.close();
        aws.close();
    }
}
