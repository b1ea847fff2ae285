package dev.cuesheet.localaws.internal.sigv4;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A body in {@code aws-chunked} coding: hands out the data between the chunk headers and, once at its end, the trailers.
 * A chunk's signature is checked when its last byte has been read, so bytes may reach the reader before their signature is
 * known to be good; a reader acts on the whole only when the end was reached without a failure. For one thread.
 */
final class ChunkedPayload extends InputStream {
    private static final int LONGEST_LINE = 16 * 1024;

    private final InputStream in;
    private final long announcedLength;
    private final @Nullable ChunkSignatures signatures;
    private final boolean trailersExpected;
    private final Map<String, String> trailers = new LinkedHashMap<>();
    private long left;
    private long delivered;
    private boolean started;
    private boolean ended;

    private ChunkedPayload(Request request, @Nullable ChunkSignatures signatures, boolean trailersExpected) {
        this.in = new BufferedInputStream(request.body(), 64 * 1024);
        this.announcedLength = announcedLength(request);
        this.signatures = signatures;
        this.trailersExpected = trailersExpected;
    }

    static ChunkedPayload signed(Request request, SigningKey key, Signature seed, boolean withTrailers) {
        return new ChunkedPayload(request, new ChunkSignatures(key, seed), withTrailers);
    }

    static ChunkedPayload unsigned(Request request) {
        return new ChunkedPayload(request, null, true);
    }

    /** What came after the data, by lower-case name. Complete once the end was read. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(buffer, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw incomplete();
        }
        if (signatures != null) {
            signatures.update(buffer, offset, count);
        }
        left -= count;
        delivered += count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            if (signatures != null) {
                signatures.checkChunk();
            }
            if (!line().isEmpty()) {
                throw malformed("a chunk is longer than its header says");
            }
        }
        started = true;
        var header = line().split(";", 2);
        left = size(header[0].trim());
        if (signatures != null) {
            signatures.expect(header.length > 1 ? header[1].trim() : "");
        }
        if (left == 0) {
            end();
        }
    }

    private void end() throws IOException {
        if (signatures != null) {
            signatures.checkChunk();
        }
        readTrailers();
        if (announcedLength >= 0 && delivered != announcedLength) {
            throw incomplete();
        }
        ended = true;
    }

    private void readTrailers() throws IOException {
        var signed = new StringBuilder();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw malformed("a trailer is not NAME:VALUE");
            }
            var name = line.substring(0, colon).trim().toLowerCase(Locale.ROOT);
            var value = line.substring(colon + 1).trim();
            if (name.equals("x-amz-trailer-signature")) {
                trailers.put(name, value);
                break;
            }
            signed.append(name).append(':').append(value).append('\n');
            trailers.put(name, value);
        }
        var signature = trailers.remove("x-amz-trailer-signature");
        if (signatures != null && trailersExpected) {
            signatures.checkTrailers(signed.toString(), signature == null ? "" : signature);
        } else if (signatures != null && !trailers.isEmpty()) {
            throw malformed("there are trailers that nobody signed");
        }
    }

    private static long size(String hex) {
        try {
            return Long.parseUnsignedLong(hex, 16);
        } catch (NumberFormatException e) {
            throw malformed("a chunk's size is not a hexadecimal number");
        }
    }

    /** One line without its end; empty also at the end of the body. */
    private String line() throws IOException {
        var bytes = new ByteArrayOutputStream(128);
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            bytes.write(b);
            if (bytes.size() > LONGEST_LINE) {
                throw malformed("a line is too long");
            }
        }
        var line = bytes.toString(US_ASCII);
        return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
    }

    private static long announcedLength(Request request) {
        var header = request.header("x-amz-decoded-content-length");
        try {
            return header.isPresent() ? Long.parseLong(header.get().trim()) : -1;
        } catch (NumberFormatException e) {
            throw new AwsError(400, "InvalidArgument", "x-amz-decoded-content-length is not a number: " + header.get());
        }
    }

    private static AwsError incomplete() {
        return new AwsError(
                400,
                "IncompleteBody",
                "You did not provide the number of bytes specified by the x-amz-decoded-content-length HTTP header");
    }

    private static AwsError malformed(String why) {
        return new AwsError(400, "InvalidRequest", "The aws-chunked body is malformed: " + why + ".");
    }

    /** The chain of signatures: each signs its chunk and the signature before it, from the request's own on. */
    private static final class ChunkSignatures {
        private final SigningKey key;
        private final String timestamp;
        private final MessageDigest sha256 = Hashes.sha256();
        private String previous;
        private String expected = "";

        ChunkSignatures(SigningKey key, Signature seed) {
            this.key = key;
            this.timestamp = seed.timestamp();
            this.previous = seed.value();
        }

        void expect(String extension) {
            expected = extension.startsWith("chunk-signature=") ? extension.substring("chunk-signature=".length()) : "";
        }

        void update(byte[] data, int offset, int length) {
            sha256.update(data, offset, length);
        }

        void checkChunk() {
            var rest = previous + "\n" + Hashes.OF_NOTHING + "\n" + Hashes.hex(sha256.digest());
            advance(key.sign("AWS4-HMAC-SHA256-PAYLOAD", timestamp, rest), expected);
        }

        void checkTrailers(String canonical, String given) {
            var rest = previous + "\n" + Hashes.sha256Hex(canonical);
            advance(key.sign("AWS4-HMAC-SHA256-TRAILER", timestamp, rest), given);
        }

        private void advance(String calculated, String given) {
            if (!SigningKey.same(calculated, given)) {
                throw Refusal.WRONG_SIGNATURE.because(
                        "The signature of a chunk of the request's body does not match what was calculated.");
            }
            previous = calculated;
        }
    }
}
