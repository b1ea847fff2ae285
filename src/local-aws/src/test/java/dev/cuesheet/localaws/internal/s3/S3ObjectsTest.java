package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

/** Objects through a real client and a real socket. */
class S3ObjectsTest {
    private static RunningAws aws;
    private static S3Client s3;
    private String bucket = "";

    @BeforeAll
    static void start(@TempDir Path home) {
        aws = new RunningAws(home);
        s3 = aws.s3();
    }

    @AfterAll
    static void stop() {
        s3.close();
        aws.close();
    }

    @BeforeEach
    void makeBucket(TestInfo test) {
        bucket = "b-" + Integer.toHexString(test.getDisplayName().hashCode());
        s3.createBucket(r -> r.bucket(bucket));
    }

    @Test
    void an_object_is_a_plain_file_at_a_path_that_reads_like_its_key() throws IOException {
        put("raw/2008/sales.txt", "1\t2\n");

        assertThat(aws.bucketFolder(bucket).resolve("raw/2008/sales.txt")).hasContent("1\t2\n");
    }

    @Test
    void what_was_written_is_read_back_with_its_metadata() {
        s3.putObject(
                r -> r.bucket(bucket)
                        .key("k")
                        .contentType("text/csv")
                        .contentEncoding("gzip")
                        .cacheControl("no-store")
                        .metadata(Map.of("origin", "tickit", "Shouting", "yes")),
                RequestBody.fromString("hello"));

        var read = read("k");

        assertThat(text(read)).isEqualTo("hello");
        assertThat(read.response().contentType()).isEqualTo("text/csv");
        assertThat(read.response().contentEncoding()).isEqualTo("gzip");
        assertThat(read.response().cacheControl()).isEqualTo("no-store");
        assertThat(read.response().metadata())
                .containsOnly(Map.entry("origin", "tickit"), Map.entry("shouting", "yes"));
        assertThat(read.response().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
        assertThat(read.response().lastModified()).isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void an_empty_object_has_no_bytes() {
        put("empty", "");

        assertThat(text(read("empty"))).isEmpty();
        assertThat(s3.headObject(r -> r.bucket(bucket).key("empty")).contentLength())
                .isZero();
    }

    @Test
    void writing_again_replaces_the_bytes_and_the_metadata() {
        s3.putObject(r -> r.bucket(bucket).key("k").metadata(Map.of("a", "1")), RequestBody.fromString("one"));
        s3.putObject(r -> r.bucket(bucket).key("k").metadata(Map.of("b", "2")), RequestBody.fromString("two"));

        var read = read("k");

        assertThat(text(read)).isEqualTo("two");
        assertThat(read.response().metadata()).containsExactly(Map.entry("b", "2"));
    }

    @Test
    void a_large_object_streams_both_ways() throws IOException {
        var content = new byte[24 << 20];
        new java.util.Random(7).nextBytes(content);

        s3.putObject(r -> r.bucket(bucket).key("big"), RequestBody.fromBytes(content));

        assertThat(read("big").readAllBytes()).isEqualTo(content);
    }

    @Test
    void a_key_that_is_absent_and_a_bucket_that_is_absent_have_errors_of_their_own() {
        assertThatThrownBy(() -> read("absent"))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("The specified key does not exist.");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket(bucket).key("absent")))
                .isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.getObject(r -> r.bucket("absent-bucket").key("k")))
                .isInstanceOf(NoSuchBucketException.class);
    }

    @Test
    void deleting_succeeds_whether_or_not_the_object_is_there() {
        put("a/b/c", "x");

        s3.deleteObject(r -> r.bucket(bucket).key("a/b/c"));
        s3.deleteObject(r -> r.bucket(bucket).key("a/b/c"));

        assertThatThrownBy(() -> read("a/b/c")).isInstanceOf(NoSuchKeyException.class);
        assertThat(aws.bucketFolder(bucket)).isEmptyDirectory();
    }

    @Test
    void many_objects_are_deleted_at_once_and_each_is_answered_for() {
        put("one", "1");
        put("two & <three>", "2");

        var answer = s3.deleteObjects(r -> r.bucket(bucket)
                .delete(d -> d.objects(
                        ObjectIdentifier.builder().key("one").build(),
                        ObjectIdentifier.builder().key("two & <three>").build(),
                        ObjectIdentifier.builder().key("absent").build())));

        assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("one", "two & <three>", "absent");
        assertThat(answer.errors()).isEmpty();
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).keyCount()).isZero();
    }

    @Test
    void ranges_are_cut_exactly() {
        put("digits", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-3")).isEqualTo("789");
        assertThat(range("bytes=8-999")).isEqualTo("89");
        assertThat(range("bytes=0-0")).isEqualTo("0");
        assertThat(range("bytes=-999")).isEqualTo("0123456789");
        refused(() -> range("bytes=10-"), 416, "InvalidRange");
    }

    @Test
    void conditions_on_reading_follow_http() {
        put("k", "x");
        var etag = s3.headObject(r -> r.bucket(bucket).key("k")).eTag();

        refused(() -> s3.getObject(r -> r.bucket(bucket).key("k").ifMatch("\"other\"")), 412, "PreconditionFailed");
        refusedWith(() -> s3.getObject(r -> r.bucket(bucket).key("k").ifNoneMatch(etag)), 304);
        var later = Instant.now().plus(Duration.ofMinutes(1));
        refusedWith(() -> s3.getObject(r -> r.bucket(bucket).key("k").ifModifiedSince(later)), 304);
        var earlier = Instant.now().minus(Duration.ofHours(1));
        refusedWith(() -> s3.getObject(r -> r.bucket(bucket).key("k").ifUnmodifiedSince(earlier)), 412);
        assertThat(text(s3.getObject(r -> r.bucket(bucket).key("k").ifMatch(etag))))
                .isEqualTo("x");
    }

    @Test
    void of_many_writers_that_want_the_key_to_be_absent_exactly_one_wins() throws Exception {
        var threads = Executors.newFixedThreadPool(8);
        try {
            var attempts = IntStream.range(0, 24)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        try {
                            s3.putObject(
                                    r -> r.bucket(bucket).key("claim").ifNoneMatch("*"),
                                    RequestBody.fromString("writer " + i));
                            return true;
                        } catch (S3Exception e) {
                            assertThat(e.statusCode()).isEqualTo(412);
                            return false;
                        }
                    })
                    .toList();
            var winners = 0;
            for (Future<Boolean> attempt : threads.invokeAll(attempts)) {
                winners += attempt.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void a_writer_with_an_outdated_etag_is_refused() {
        put("k", "one");
        var etag = s3.headObject(r -> r.bucket(bucket).key("k")).eTag();
        put("k", "two");

        refused(
                () -> s3.putObject(r -> r.bucket(bucket).key("k").ifMatch(etag), RequestBody.fromString("three")),
                412,
                "PreconditionFailed");
        refused(
                () -> s3.putObject(r -> r.bucket(bucket).key("none").ifMatch(etag), RequestBody.fromString("x")),
                404,
                "NoSuchKey");
        assertThat(text(read("k"))).isEqualTo("two");
    }

    @Test
    void readers_never_see_half_of_a_write() throws Exception {
        put("k", "a".repeat(100_000));
        var threads = Executors.newFixedThreadPool(2);
        try {
            var writing = threads.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    put("k", (i % 2 == 0 ? "b" : "a").repeat(100_000 + i % 2));
                }
            });
            while (!writing.isDone()) {
                var read = read("k");
                var content = text(read);
                assertThat(content.chars().distinct().count()).isEqualTo(1);
                assertThat(read.response().eTag()).isEqualTo('"' + md5(content) + '"');
            }
            writing.get();
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CRC32", "CRC32_C", "SHA1", "SHA256"})
    void checksums_are_verified_kept_and_given_back(ChecksumAlgorithm algorithm) {
        s3.putObject(r -> r.bucket(bucket).key("k").checksumAlgorithm(algorithm), RequestBody.fromString("checked"));

        var head = s3.headObject(r -> r.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED));
        var attributes = s3.getObjectAttributes(r ->
                r.bucket(bucket).key("k").objectAttributes(ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_SIZE));

        assertThat(java.util.stream.Stream.of(
                                head.checksumCRC32(), head.checksumCRC32C(), head.checksumSHA1(), head.checksumSHA256())
                        .filter(java.util.Objects::nonNull))
                .hasSize(1);
        assertThat(attributes.objectSize()).isEqualTo(7);
        assertThat(text(s3.getObject(r -> r.bucket(bucket).key("k").checksumMode(ChecksumMode.ENABLED))))
                .isEqualTo("checked");
    }

    @Test
    void a_wrong_checksum_is_refused_and_nothing_is_stored() {
        var crc = new CRC32();
        crc.update("other".getBytes(UTF_8));
        var wrong = java.util.Base64.getEncoder()
                .encodeToString(java.nio.ByteBuffer.allocate(4)
                        .putInt((int) crc.getValue())
                        .array());

        refused(
                () -> s3.putObject(
                        r -> r.bucket(bucket).key("k").checksumCRC32(wrong), RequestBody.fromString("content")),
                400,
                "BadDigest");
        refused(
                () -> s3.putObject(
                        r -> r.bucket(bucket).key("k").contentMD5("1B2M2Y8AsgTpgAmY7PhCfg=="),
                        RequestBody.fromString("content")),
                400,
                "BadDigest");
        assertThatThrownBy(() -> read("k")).isInstanceOf(NoSuchKeyException.class);
        assertThat(aws.aws().home().resolve("s3/.tmp")).isEmptyDirectory();
    }

    @Test
    void a_copy_takes_bytes_and_metadata_or_new_metadata() {
        s3.putObject(
                r -> r.bucket(bucket)
                        .key("from/ü +%")
                        .metadata(Map.of("a", "1"))
                        .contentType("text/plain"),
                RequestBody.fromString("x"));

        s3.copyObject(r -> r.sourceBucket(bucket)
                .sourceKey("from/ü +%")
                .destinationBucket(bucket)
                .destinationKey("kept"));
        s3.copyObject(r -> r.sourceBucket(bucket)
                .sourceKey("from/ü +%")
                .destinationBucket(bucket)
                .destinationKey("replaced")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("b", "2")));

        assertThat(read("kept").response().metadata()).containsExactly(Map.entry("a", "1"));
        assertThat(read("kept").response().contentType()).isEqualTo("text/plain");
        assertThat(read("replaced").response().metadata()).containsExactly(Map.entry("b", "2"));
        assertThat(text(read("replaced"))).isEqualTo("x");
    }

    @Test
    void a_copy_onto_itself_must_change_something() {
        put("k", "x");

        refused(
                () -> s3.copyObject(r -> r.sourceBucket(bucket)
                        .sourceKey("k")
                        .destinationBucket(bucket)
                        .destinationKey("k")),
                400,
                "InvalidRequest");
        refused(
                () -> s3.copyObject(r -> r.sourceBucket(bucket)
                        .sourceKey("absent")
                        .destinationBucket(bucket)
                        .destinationKey("k")),
                404,
                "NoSuchKey");
    }

    @Test
    void tags_come_with_the_object_or_later_and_go() {
        s3.putObject(r -> r.bucket(bucket).key("k").tagging("year=2008&of=a%26b"), RequestBody.fromString("x"));
        assertThat(s3.getObjectTagging(r -> r.bucket(bucket).key("k")).tagSet())
                .containsExactlyInAnyOrder(tag("year", "2008"), tag("of", "a&b"));

        s3.putObjectTagging(r -> r.bucket(bucket).key("k").tagging(t -> t.tagSet(tag("only", "one"))));
        assertThat(s3.getObject(r -> r.bucket(bucket).key("k")).response().tagCount())
                .isEqualTo(1);

        s3.deleteObjectTagging(r -> r.bucket(bucket).key("k"));
        assertThat(s3.getObjectTagging(r -> r.bucket(bucket).key("k")).tagSet()).isEmpty();
    }

    @Test
    void a_file_that_a_person_drops_or_edits_is_an_object_with_a_true_etag() throws IOException {
        var file = aws.bucketFolder(bucket).resolve("dropped/by hand.txt");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "one");
        assertThat(read("dropped/by hand.txt").response().eTag()).isEqualTo('"' + md5("one") + '"');

        Files.writeString(file, "edited");

        assertThat(text(read("dropped/by hand.txt"))).isEqualTo("edited");
        assertThat(read("dropped/by hand.txt").response().eTag()).isEqualTo('"' + md5("edited") + '"');
        assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents())
                .extracting(o -> o.size())
                .containsExactly(6L);
    }

    @Test
    void what_is_not_built_is_refused_by_name_and_never_a_success() {
        put("k", "x");

        refused(
                () -> s3.putBucketVersioning(r -> r.bucket(bucket).versioningConfiguration(v -> v.status("Enabled"))),
                501,
                "NotImplemented");
        refused(() -> s3.getObjectAcl(r -> r.bucket(bucket).key("k")), 501, "NotImplemented");
        refused(
                () -> s3.putObject(
                        r -> r.bucket(bucket).key("k").serverSideEncryption("aws:kms"), RequestBody.fromString("x")),
                501,
                "NotImplemented");
    }

    static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private PutObjectResponse put(String key, String content) {
        return s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private ResponseInputStream<GetObjectResponse> read(String key) {
        return s3.getObject(r -> r.bucket(bucket).key(key));
    }

    private String range(String header) {
        return text(s3.getObject(r -> r.bucket(bucket).key("digits").range(header)));
    }

    static String text(ResponseInputStream<?> content) {
        try (content) {
            return new String(content.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String md5(String content) {
        return java.util.HexFormat.of()
                .formatHex(dev.cuesheet.localaws.internal.s3.ChecksumAlgorithm.digest("MD5")
                        .digest(content.getBytes(UTF_8)));
    }

    static void refused(ThrowingCallable call, int status, String code) {
        refusedWith(call, status)
                .satisfies(e -> assertThat(((S3Exception) e).awsErrorDetails().errorCode())
                        .isEqualTo(code));
    }

    static AbstractThrowableAssert<?, ? extends Throwable> refusedWith(ThrowingCallable call, int status) {
        return assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(status));
    }
}
