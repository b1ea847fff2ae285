package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request's body on its way in, with the length and checksums that it must turn out to have. For one thread. */
final class Incoming {
    private static final String CHECKSUM_HEADER = "x-amz-checksum-";
    private static final int SMALL = 8 << 20;
    private static final long LARGEST = 5L << 30;

    private final S3Call call;
    private final Optional<ChecksumAlgorithm> algorithm;

    Incoming(S3Call call) {
        this.call = call;
        this.algorithm = announced();
        if (call.request().contentLength().orElse(0) > LARGEST + (LARGEST >> 6)) {
            throw new AwsError(
                    400,
                    "EntityTooLarge",
                    "Your proposed upload exceeds the maximum allowed size of " + LARGEST + " bytes");
        }
    }

    /** The algorithm of the checksum that comes with the body, in a header or behind it. */
    Optional<ChecksumAlgorithm> algorithm() {
        return algorithm;
    }

    private Optional<ChecksumAlgorithm> announced() {
        var inHeaders = call.request().headers().keySet().stream()
                .filter(name -> name.startsWith(CHECKSUM_HEADER))
                .map(name -> name.substring(CHECKSUM_HEADER.length()))
                .filter(name -> !Set.of("algorithm", "type", "mode").contains(name))
                .toList();
        if (inHeaders.size() > 1) {
            throw S3Errors.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        return inHeaders.stream()
                .findFirst()
                .or(() -> call.header("x-amz-trailer")
                        .map(name -> name.trim().toLowerCase(Locale.ROOT))
                        .filter(name -> name.startsWith(CHECKSUM_HEADER))
                        .map(name -> name.substring(CHECKSUM_HEADER.length())))
                .or(() -> call.header("x-amz-sdk-checksum-algorithm"))
                .map(Incoming::algorithmNamed);
    }

    static ChecksumAlgorithm algorithmNamed(String name) {
        return ChecksumAlgorithm.named(name)
                .orElseThrow(() -> AwsError.notImplemented("s3", "checksum algorithm " + name));
    }

    /** Receives the body into the staged file and ends it. The checksum is what the client sent, found to be right. */
    Optional<Checksum> into(Staged staged) throws IOException {
        copy(staged);
        staged.finish();
        checkMd5(staged.md5());
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        var actual = staged.checksum(algorithm.get());
        check(actual);
        return Optional.of(actual);
    }

    /** Receives a small body. */
    byte[] small(boolean checksumRequired) throws IOException {
        var bytes = new ByteArrayOutputStream();
        copy(new OutputStream() {
            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void write(byte[] buffer, int offset, int length) {
                if (bytes.size() + length > SMALL) {
                    throw S3Errors.malformedXml();
                }
                bytes.write(buffer, offset, length);
            }
        });
        var body = bytes.toByteArray();
        if (checksumRequired
                && algorithm.isEmpty()
                && call.header("content-md5").isEmpty()) {
            throw S3Errors.invalidRequest("Missing required header for this request: Content-MD5 OR x-amz-checksum-*");
        }
        checkMd5(ChecksumAlgorithm.digest("MD5").digest(body));
        algorithm.ifPresent(used -> {
            var digester = used.digester();
            digester.update(body, 0, body.length);
            check(Checksum.ofWhole(used, digester.finish()));
        });
        return body;
    }

    private void copy(OutputStream out) throws IOException {
        var buffer = new byte[64 * 1024];
        long received = 0;
        for (int count = call.body().read(buffer);
                count >= 0;
                count = call.body().read(buffer)) {
            out.write(buffer, 0, count);
            received += count;
        }
        var chunked = call.header("x-amz-content-sha256").orElse("").startsWith("STREAMING-");
        if (!chunked && received < call.request().contentLength().orElse(received)) {
            throw new AwsError(
                    400,
                    "IncompleteBody",
                    "You did not provide the number of bytes specified by the Content-Length HTTP header");
        }
    }

    private void checkMd5(byte[] actual) {
        var header = call.header("content-md5");
        if (header.isEmpty()) {
            return;
        }
        var expected = base64(header.get());
        if (expected == null || expected.length != actual.length) {
            throw new AwsError(400, "InvalidDigest", "The Content-MD5 you specified was invalid.");
        }
        if (!java.util.Arrays.equals(expected, actual)) {
            throw new AwsError(400, "BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    private void check(Checksum actual) {
        var name = actual.algorithm().header();
        Map<String, String> trailers = call.signed().trailers().get();
        var expected = call.header(name).or(() -> Optional.ofNullable(trailers.get(name)));
        if (expected.isEmpty()) {
            if (call.header("x-amz-trailer").isPresent()) {
                throw S3Errors.invalidRequest("The trailer " + name + " was announced but did not come");
            }
            return;
        }
        var value = base64(expected.get());
        if (value == null || value.length != actual.algorithm().digester().finish().length) {
            throw S3Errors.invalidRequest("Value for " + name + " header is invalid.");
        }
        if (!expected.get().equals(actual.value())) {
            throw new AwsError(
                    400,
                    "BadDigest",
                    "The %s you specified did not match the calculated checksum."
                            .formatted(actual.algorithm().name()));
        }
    }

    private static byte @Nullable [] base64(String text) {
        try {
            return Base64.getDecoder().decode(text.trim());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
