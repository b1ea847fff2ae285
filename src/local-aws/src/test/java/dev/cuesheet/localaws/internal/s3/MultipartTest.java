package dev.cuesheet.localaws.internal.s3;

import static dev.cuesheet.localaws.internal.s3.S3ObjectsTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;

class MultipartTest {
    private static final int MIB = 1 << 20;
    private static RunningAws aws;
    private static S3Client s3;
    private static byte[] content = new byte[12 * MIB + 345];

    @BeforeAll
    static void start(@TempDir Path home) {
        aws = new RunningAws(home);
        s3 = aws.s3();
        s3.createBucket(r -> r.bucket("bucket"));
        new Random(3).nextBytes(content);
    }

    @AfterAll
    static void stop() {
        s3.close();
        aws.close();
    }

    @Test
    void parts_become_one_object_with_the_etag_of_their_etags() throws Exception {
        var parts = List.of(part(0, 5 * MIB), part(5 * MIB, 7 * MIB), part(12 * MIB, 345));

        var done = upload("joined", parts, CreateMultipartUploadRequest.builder());

        var md5s = MessageDigest.getInstance("MD5");
        for (var part : parts) {
            md5s.update(MessageDigest.getInstance("MD5").digest(part));
        }
        assertThat(done).isEqualTo('"' + HexFormat.of().formatHex(md5s.digest()) + "-3\"");
        assertThat(s3.getObject(r -> r.bucket("bucket").key("joined")).readAllBytes())
                .isEqualTo(content);
        var second = s3.getObject(r -> r.bucket("bucket").key("joined").partNumber(2));
        assertThat(second.response().partsCount()).isEqualTo(3);
        assertThat(second.response().contentRange())
                .isEqualTo("bytes %d-%d/%d".formatted(5 * MIB, 12 * MIB - 1, content.length));
        assertThat(second.readAllBytes()).isEqualTo(parts.get(1));
        assertThat(aws.aws().home().resolve("s3/.uploads/bucket")).isEmptyDirectory();
    }

    @Test
    void the_checksum_of_a_joined_object_covers_its_parts_or_the_whole() {
        var parts = List.of(part(0, 5 * MIB), part(5 * MIB, 345));

        upload("composite", parts, CreateMultipartUploadRequest.builder().checksumAlgorithm(ChecksumAlgorithm.SHA256));
        upload(
                "whole",
                parts,
                CreateMultipartUploadRequest.builder()
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32)
                        .checksumType(ChecksumType.FULL_OBJECT));

        var composite = s3.headObject(r -> r.bucket("bucket").key("composite").checksumMode(ChecksumMode.ENABLED));
        var whole = s3.headObject(r -> r.bucket("bucket").key("whole").checksumMode(ChecksumMode.ENABLED));
        assertThat(composite.checksumSHA256()).endsWith("-2");
        assertThat(composite.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        var crc = new java.util.zip.CRC32();
        crc.update(content, 0, 5 * MIB + 345);
        assertThat(whole.checksumCRC32())
                .isEqualTo(java.util.Base64.getEncoder()
                        .encodeToString(java.nio.ByteBuffer.allocate(4)
                                .putInt((int) crc.getValue())
                                .array()));
    }

    @Test
    void parts_may_be_copied_from_other_objects() throws IOException {
        s3.putObject(r -> r.bucket("bucket").key("source"), RequestBody.fromBytes(content));
        var id = s3.createMultipartUpload(r -> r.bucket("bucket").key("copied")).uploadId();
        var first = s3.uploadPartCopy(r -> r.sourceBucket("bucket")
                .sourceKey("source")
                .copySourceRange("bytes=0-" + (6 * MIB - 1))
                .destinationBucket("bucket")
                .destinationKey("copied")
                .uploadId(id)
                .partNumber(1));
        var second = s3.uploadPart(
                r -> r.bucket("bucket").key("copied").uploadId(id).partNumber(2), RequestBody.fromString("end"));

        s3.completeMultipartUpload(r -> r.bucket("bucket")
                .key("copied")
                .uploadId(id)
                .multipartUpload(
                        u -> u.parts(completed(1, first.copyPartResult().eTag()), completed(2, second.eTag()))));

        var read = s3.getObject(r -> r.bucket("bucket").key("copied")).readAllBytes();
        assertThat(Arrays.copyOf(read, 6 * MIB)).isEqualTo(Arrays.copyOf(content, 6 * MIB));
        assertThat(read).hasSize(6 * MIB + 3);
    }

    @Test
    void uploads_and_parts_are_listed_until_aborted() {
        var id = s3.createMultipartUpload(r -> r.bucket("bucket").key("listed")).uploadId();
        s3.uploadPart(r -> r.bucket("bucket").key("listed").uploadId(id).partNumber(7), RequestBody.fromString("old"));
        s3.uploadPart(r -> r.bucket("bucket").key("listed").uploadId(id).partNumber(7), RequestBody.fromString("new!"));
        s3.uploadPart(r -> r.bucket("bucket").key("listed").uploadId(id).partNumber(2), RequestBody.fromString("x"));

        assertThat(s3.listMultipartUploads(r -> r.bucket("bucket").prefix("listed"))
                        .uploads())
                .extracting(u -> u.uploadId())
                .containsExactly(id);
        assertThat(s3.listPartsPaginator(r ->
                                r.bucket("bucket").key("listed").uploadId(id).maxParts(1))
                        .parts())
                .extracting(p -> p.partNumber() + ":" + p.size())
                .containsExactly("2:1", "7:4");

        s3.abortMultipartUpload(r -> r.bucket("bucket").key("listed").uploadId(id));
        refused(() -> s3.listParts(r -> r.bucket("bucket").key("listed").uploadId(id)), 404, "NoSuchUpload");
        refused(
                () -> s3.uploadPart(
                        r -> r.bucket("bucket").key("listed").uploadId(id).partNumber(1), RequestBody.fromString("x")),
                404,
                "NoSuchUpload");
    }

    @Test
    void wrong_completions_are_refused_and_leave_the_upload_as_it_was() {
        var id = s3.createMultipartUpload(r -> r.bucket("bucket").key("wrong")).uploadId();
        var one = s3.uploadPart(
                        r -> r.bucket("bucket").key("wrong").uploadId(id).partNumber(1),
                        RequestBody.fromString("small"))
                .eTag();
        var two = s3.uploadPart(
                        r -> r.bucket("bucket").key("wrong").uploadId(id).partNumber(2), RequestBody.fromString("last"))
                .eTag();

        refused(() -> complete("wrong", id, completed(2, two), completed(1, one)), 400, "InvalidPartOrder");
        refused(() -> complete("wrong", id, completed(1, two)), 400, "InvalidPart");
        refused(() -> complete("wrong", id, completed(3, two)), 400, "InvalidPart");
        refused(() -> complete("wrong", id, completed(1, one), completed(2, two)), 400, "EntityTooSmall");
        refused(() -> complete("other key", id, completed(1, one)), 404, "NoSuchUpload");

        complete("wrong", id, completed(1, one));
        assertThat(S3ObjectsTest.text(s3.getObject(r -> r.bucket("bucket").key("wrong"))))
                .isEqualTo("small");
        refused(() -> complete("wrong", id, completed(1, one)), 404, "NoSuchUpload");
    }

    private static String upload(String key, List<byte[]> parts, CreateMultipartUploadRequest.Builder request) {
        var asked = request.bucket("bucket").key(key).build();
        var id = s3.createMultipartUpload(asked).uploadId();
        var completed = new ArrayList<CompletedPart>();
        for (int i = 0; i < parts.size(); i++) {
            int number = i + 1;
            var part = s3.uploadPart(
                    r -> r.bucket("bucket")
                            .key(key)
                            .uploadId(id)
                            .partNumber(number)
                            .checksumAlgorithm(asked.checksumAlgorithm()),
                    RequestBody.fromBytes(parts.get(i)));
            completed.add(completed(number, part.eTag()));
        }
        return complete(key, id, completed.toArray(CompletedPart[]::new));
    }

    private static String complete(String key, String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(
                        r -> r.bucket("bucket").key(key).uploadId(id).multipartUpload(u -> u.parts(parts)))
                .eTag();
    }

    private static CompletedPart completed(int number, String etag) {
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    private static byte[] part(int offset, int length) {
        return Arrays.copyOfRange(content, offset, offset + length);
    }
}
