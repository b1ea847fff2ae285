package dev.cuesheet.localaws.internal.s3;

import static dev.cuesheet.localaws.internal.s3.S3ObjectsTest.refused;
import static dev.cuesheet.localaws.internal.s3.S3ObjectsTest.tag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.RawClient;
import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

class S3BucketsTest {
    @TempDir
    Path home;

    private RunningAws aws;
    private S3Client s3;

    @BeforeEach
    void start() {
        aws = new RunningAws(home);
        s3 = aws.s3();
    }

    @AfterEach
    void stop() {
        s3.close();
        aws.close();
    }

    @Test
    void buckets_are_listed_by_name_and_a_repeated_create_changes_nothing() {
        s3.createBucket(r -> r.bucket("second"));
        s3.createBucket(r -> r.bucket("first"));
        s3.createBucket(r -> r.bucket("second"));

        assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("first", "second");
        assertThat(s3.headBucket(r -> r.bucket("first")).bucketRegion()).isEqualTo("us-east-1");
        assertThat(s3.getBucketLocation(r -> r.bucket("first")).locationConstraintAsString())
                .isNullOrEmpty();
    }

    @Test
    void buckets_can_be_listed_in_pages() {
        for (var name : new String[] {"aaa", "bbb", "ccc"}) {
            s3.createBucket(r -> r.bucket(name));
        }

        assertThat(s3.listBucketsPaginator(r -> r.maxBuckets(1)).buckets())
                .extracting(b -> b.name())
                .containsExactly("aaa", "bbb", "ccc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Upper-Case", "under_score", "..", ".meta", "192.168.0.1", "two..dots", "-start"})
    void names_that_no_bucket_can_have_are_refused(String name) throws IOException {
        var raw = new RawClient(aws.endpoint());

        assertThat(raw.send("PUT", "/" + name)).startsWith("HTTP/1.1 400").contains("<Code>InvalidBucketName</Code>");
        assertThat(raw.send("GET", "/" + name + "/key"))
                .startsWith("HTTP/1.1 400")
                .contains("InvalidBucketName");
    }

    @Test
    void a_location_other_than_the_region_is_refused() {
        refused(
                () -> s3.createBucket(
                        r -> r.bucket("elsewhere").createBucketConfiguration(c -> c.locationConstraint("eu-west-1"))),
                400,
                "InvalidLocationConstraint");
    }

    @Test
    void only_an_empty_bucket_can_be_deleted() {
        s3.createBucket(r -> r.bucket("bucket"));
        s3.putObject(r -> r.bucket("bucket").key("a/b"), RequestBody.fromString("x"));

        refused(() -> s3.deleteBucket(r -> r.bucket("bucket")), 409, "BucketNotEmpty");
        s3.deleteObject(r -> r.bucket("bucket").key("a/b"));
        s3.createMultipartUpload(r -> r.bucket("bucket").key("under way"));
        s3.deleteBucket(r -> r.bucket("bucket"));

        assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("bucket"))).isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.deleteBucket(r -> r.bucket("bucket"))).isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("x")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void a_folder_made_by_hand_is_a_bucket() throws Exception {
        Files.createDirectories(home.resolve("s3/by-hand/deep"));
        Files.writeString(home.resolve("s3/by-hand/deep/file.txt"), "x");

        assertThat(s3.listBuckets().buckets()).extracting(b -> b.name()).containsExactly("by-hand");
        assertThat(s3.listObjectsV2(r -> r.bucket("by-hand")).contents())
                .extracting(o -> o.key())
                .containsExactly("deep/file.txt");
    }

    @Test
    void policy_and_tags_are_kept_until_deleted() {
        s3.createBucket(r -> r.bucket("bucket"));
        refused(() -> s3.getBucketPolicy(r -> r.bucket("bucket")), 404, "NoSuchBucketPolicy");
        refused(() -> s3.getBucketTagging(r -> r.bucket("bucket")), 404, "NoSuchTagSet");
        var policy = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
                "Resource":"arn:aws:s3:::bucket/*"}]}""";

        s3.putBucketPolicy(r -> r.bucket("bucket").policy(policy));
        s3.putBucketTagging(r -> r.bucket("bucket").tagging(t -> t.tagSet(tag("team", "data"))));

        assertThat(s3.getBucketPolicy(r -> r.bucket("bucket")).policy()).isEqualTo(policy);
        assertThat(s3.getBucketTagging(r -> r.bucket("bucket")).tagSet()).containsExactly(tag("team", "data"));
        s3.deleteBucketPolicy(r -> r.bucket("bucket"));
        s3.deleteBucketTagging(r -> r.bucket("bucket"));
        refused(() -> s3.getBucketPolicy(r -> r.bucket("bucket")), 404, "NoSuchBucketPolicy");
    }

    @Test
    void a_policy_that_says_nothing_of_whom_it_lets_in_is_refused() {
        s3.createBucket(r -> r.bucket("bucket"));
        var ofARole = """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject",
                "Resource":"arn:aws:s3:::bucket/*"}]}""";

        refused(() -> s3.putBucketPolicy(r -> r.bucket("bucket").policy("{")), 400, "MalformedPolicy");
        refused(() -> s3.putBucketPolicy(r -> r.bucket("bucket").policy(ofARole)), 400, "MalformedPolicy");
    }

    @Test
    void what_a_bucket_does_not_have_is_told_truthfully() {
        s3.createBucket(r -> r.bucket("bucket"));

        assertThat(s3.getBucketVersioning(r -> r.bucket("bucket")).status()).isNull();
        refused(() -> s3.getBucketCors(r -> r.bucket("bucket")), 404, "NoSuchCORSConfiguration");
        refused(() -> s3.getBucketLifecycleConfiguration(r -> r.bucket("bucket")), 404, "NoSuchLifecycleConfiguration");
    }

    @Test
    void everything_survives_a_restart() {
        s3.createBucket(r -> r.bucket("bucket"));
        s3.putObject(
                r -> r.bucket("bucket").key("k").contentType("text/csv").tagging("a=b"), RequestBody.fromString("x"));
        var before = s3.headObject(r -> r.bucket("bucket").key("k"));
        aws.close();

        try (var again = new RunningAws(home);
                var client = again.s3()) {
            var after = client.headObject(r -> r.bucket("bucket").key("k"));
            assertThat(after.eTag()).isEqualTo(before.eTag());
            assertThat(after.lastModified()).isEqualTo(before.lastModified());
            assertThat(after.contentType()).isEqualTo("text/csv");
            assertThat(client.getObjectTagging(r -> r.bucket("bucket").key("k")).tagSet())
                    .containsExactly(tag("a", "b"));
        }
    }
}
