package dev.cuesheet.localaws.internal.s3;

import static dev.cuesheet.localaws.internal.s3.S3ObjectsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.LocalAwsFiles;
import dev.cuesheet.localaws.RunningAws;
import dev.cuesheet.localaws.spi.ObjectAccess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.sts.StsClient;

/** What a role may do in S3 is what its policies say, over HTTP and through the files alike. */
class S3AccessTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/reader";

    @TempDir
    Path home;

    private RunningAws aws;
    private S3Client root;
    private S3Client reader;

    @BeforeEach
    void start() {
        aws = new RunningAws(home);
        root = aws.s3();
        root.createBucket(r -> r.bucket("raw"));
        root.putObject(r -> r.bucket("raw").key("open/a"), RequestBody.fromString("open"));
        root.putObject(r -> r.bucket("raw").key("closed/b"), RequestBody.fromString("closed"));
        makeRole();
        reader = aws.s3As(session());
    }

    @AfterEach
    void stop() {
        reader.close();
        root.close();
        aws.close();
    }

    private void makeRole() {
        try (var iam = IamClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(RunningAws.ROOT))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            iam.createRole(r -> r.roleName("reader").assumeRolePolicyDocument("""
                    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                      "Principal": {"AWS": "000000000000", "Service": "glue.amazonaws.com"}}]}"""));
            iam.putRolePolicy(r -> r.roleName("reader").policyName("read").policyDocument("""
                    {"Version": "2012-10-17", "Statement": [
                      {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": "arn:aws:s3:::raw/open/*"},
                      {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::raw",
                       "Condition": {"StringLike": {"s3:prefix": "open/*"}}}]}"""));
        }
    }

    private AwsSessionCredentials session() {
        try (var sts = StsClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(RunningAws.ROOT))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            var keys =
                    sts.assumeRole(r -> r.roleArn(ROLE).roleSessionName("test")).credentials();
            return AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        }
    }

    @Test
    void reading_and_writing_are_allowed_where_the_policy_says_and_nowhere_else() {
        assertThat(S3ObjectsTest.text(reader.getObject(r -> r.bucket("raw").key("open/a"))))
                .isEqualTo("open");
        reader.putObject(r -> r.bucket("raw").key("open/new"), RequestBody.fromString("x"));

        denied(() -> reader.getObject(r -> r.bucket("raw").key("closed/b")), "s3:GetObject");
        denied(
                () -> reader.putObject(r -> r.bucket("raw").key("closed/b"), RequestBody.fromString("x")),
                "s3:PutObject");
        denied(() -> reader.deleteObject(r -> r.bucket("raw").key("open/a")), "s3:DeleteObject");
        denied(reader::listBuckets, "s3:ListAllMyBuckets");
        denied(() -> reader.createBucket(r -> r.bucket("new")), "s3:CreateBucket");
    }

    @Test
    void a_copy_needs_the_right_to_read_its_source() {
        denied(
                () -> reader.copyObject(r -> r.sourceBucket("raw")
                        .sourceKey("closed/b")
                        .destinationBucket("raw")
                        .destinationKey("open/stolen")),
                "s3:GetObject");
        denied(
                () -> reader.uploadPartCopy(r -> r.sourceBucket("raw")
                        .sourceKey("closed/b")
                        .destinationBucket("raw")
                        .destinationKey("open/stolen")
                        .partNumber(1)
                        .uploadId(
                                root.createMultipartUpload(u -> u.bucket("raw").key("open/stolen"))
                                        .uploadId())),
                "s3:GetObject");
    }

    @Test
    void a_listing_is_allowed_for_the_prefix_alone() {
        assertThat(reader.listObjectsV2(r -> r.bucket("raw").prefix("open/")).contents())
                .extracting(o -> o.key())
                .containsExactly("open/a");
        denied(() -> reader.listObjectsV2(r -> r.bucket("raw")), "s3:ListBucket");
    }

    @Test
    void whoever_may_not_list_does_not_learn_that_a_key_is_absent() {
        refused(() -> reader.getObject(r -> r.bucket("raw").key("open/absent")), 403, "AccessDenied");
        refused(() -> root.getObject(r -> r.bucket("raw").key("open/absent")), 404, "NoSuchKey");
    }

    @Test
    void of_many_keys_to_delete_each_is_judged_by_itself() {
        root.putBucketPolicy(r -> r.bucket("raw").policy("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "%s"},
                  "Action": "s3:DeleteObject", "Resource": "arn:aws:s3:::raw/open/*"}]}""".formatted(ROLE)));

        var answer = reader.deleteObjects(r -> r.bucket("raw")
                .delete(d -> d.objects(
                        ObjectIdentifier.builder().key("open/a").build(),
                        ObjectIdentifier.builder().key("closed/b").build())));

        assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("open/a");
        assertThat(answer.errors()).extracting(e -> e.key() + " " + e.code()).containsExactly("closed/b AccessDenied");
    }

    @Test
    void another_process_sees_through_the_files_what_the_role_may_see() throws IOException {
        var objects = LocalAwsFiles.open(home).objectsAs(ROLE, "glue.amazonaws.com", "job");

        try (var content = objects.open("raw", "open/a", 2)) {
            assertThat(content).hasContent("en");
        }
        assertThat(objects.file("raw", "open/a")).hasContent("open");
        assertThat(objects.list("raw", "open/")).extracting(o -> o.key()).containsExactly("open/a");
        assertThat(objects.find("raw", "open/absent")).isEmpty();
        assertThatThrownBy(() -> objects.open("raw", "closed/b", 0)).isInstanceOf(ObjectAccess.AccessDenied.class);
        assertThatThrownBy(() -> objects.list("raw", "")).isInstanceOf(ObjectAccess.AccessDenied.class);
        assertThatThrownBy(() -> objects.upload("raw", "closed/c")).isInstanceOf(ObjectAccess.AccessDenied.class);
        assertThatThrownBy(() -> objects.find("absent", "k")).isInstanceOf(ObjectAccess.NoSuchBucket.class);
        assertThatThrownBy(() -> objects.open("raw", "open/absent", 0)).isInstanceOf(ObjectAccess.NoSuchKey.class);
        assertThatThrownBy(() -> LocalAwsFiles.open(home).objectsAs(ROLE, "redshift.amazonaws.com", "copy"))
                .isInstanceOf(ObjectAccess.AccessDenied.class);
    }

    @Test
    void an_upload_through_the_files_appears_whole_or_not_at_all() throws IOException {
        var objects = LocalAwsFiles.open(home).objectsAs(ROLE, "glue.amazonaws.com", "job");
        try (var dropped = objects.upload("raw", "open/dropped")) {
            dropped.stream().write(1);
        }
        try (var kept = objects.upload("raw", "open/kept")) {
            kept.stream().write("kept".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(objects.find("raw", "open/kept")).isEmpty();
            assertThat(kept.commit().size()).isEqualTo(4);
        }

        assertThat(S3ObjectsTest.text(reader.getObject(r -> r.bucket("raw").key("open/kept"))))
                .isEqualTo("kept");
        assertThat(objects.find("raw", "open/dropped")).isEmpty();
        assertThat(home.resolve("s3/.tmp")).isEmptyDirectory();
    }

    private static void denied(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String action) {
        refused(call, 403, "AccessDenied");
        assertThatThrownBy(call).hasMessageContaining("is not authorized to perform: " + action);
    }
}
