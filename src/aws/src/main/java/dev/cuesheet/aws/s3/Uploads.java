package dev.cuesheet.aws.s3;

import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.S3Uri;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Sends files. Nothing of a file is kept in memory beyond the connection's buffer. */
final class Uploads {
    private static final long MOST_PARTS = 10_000;
    private static final String CONTENT_TYPE = "application/octet-stream";
    private final Calls<S3Client> s3;

    Uploads(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    S3Object upload(Path file, S3Uri to, UploadOptions options) {
        var size = sizeOf(file);
        var slices = new FileSlices(file, size, options.progress());
        if (size <= options.partSize()) {
            uploadWhole(slices, to, options);
        } else {
            uploadInParts(slices, to, options);
        }
        return new Heads(s3).get(to);
    }

    private void uploadWhole(FileSlices file, S3Uri to, UploadOptions options) {
        s3.call(
                "PutObject",
                "upload %s to %s".formatted(file, to),
                c -> c.putObject(
                        r -> r.bucket(to.bucket()).key(to.key()).ifNoneMatch(options.onlyIfAbsent() ? "*" : null),
                        body(file, 0, file.size())));
    }

    private void uploadInParts(FileSlices file, S3Uri to, UploadOptions options) {
        var attempt = "upload %s to %s".formatted(file, to);
        var uploadId = s3.call(
                        "CreateMultipartUpload",
                        attempt,
                        c -> c.createMultipartUpload(
                                r -> r.bucket(to.bucket()).key(to.key()).checksumAlgorithm(ChecksumAlgorithm.CRC32)))
                .uploadId();
        try {
            var parts = new ArrayList<CompletedPart>();
            var partSize = partSize(file.size(), options.partSize());
            for (long offset = 0; offset < file.size(); offset += partSize) {
                var length = Math.min(partSize, file.size() - offset);
                parts.add(uploadPart(file, to, uploadId, parts.size() + 1, offset, length, attempt));
            }
            s3.call(
                    "CompleteMultipartUpload",
                    attempt,
                    c -> c.completeMultipartUpload(r -> r.bucket(to.bucket())
                            .key(to.key())
                            .uploadId(uploadId)
                            .ifNoneMatch(options.onlyIfAbsent() ? "*" : null)
                            .multipartUpload(m -> m.parts(parts))));
        } catch (RuntimeException e) {
            abort(to, uploadId, e);
            throw e;
        }
    }

    private CompletedPart uploadPart(
            FileSlices file, S3Uri to, String uploadId, int number, long offset, long length, String attempt) {
        var answer = s3.call(
                "UploadPart",
                attempt,
                c -> c.uploadPart(
                        r -> r.bucket(to.bucket())
                                .key(to.key())
                                .uploadId(uploadId)
                                .partNumber(number)
                                .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        body(file, offset, length)));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumCRC32(answer.checksumCRC32())
                .build();
    }

    /** Parts that are never completed cost money, so they do not stay behind. */
    private void abort(S3Uri to, String uploadId, RuntimeException cause) {
        try {
            s3.find(
                    "AbortMultipartUpload",
                    "abort the upload to " + to,
                    c -> c.abortMultipartUpload(
                            r -> r.bucket(to.bucket()).key(to.key()).uploadId(uploadId)));
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static RequestBody body(FileSlices file, long offset, long length) {
        return RequestBody.fromContentProvider(() -> file.open(offset, length), length, CONTENT_TYPE);
    }

    private static long partSize(long size, long wanted) {
        return Math.max(wanted, (size + MOST_PARTS - 1) / MOST_PARTS);
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read %s: %s".formatted(file, e), e);
        }
    }
}
