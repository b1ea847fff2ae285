package dev.cuesheet.aws.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.LongStream;

/**
 * Compares a file with an object by the object's entity tag. MD5 tells changed content from unchanged here; it is not
 * asked to withstand an attacker, who could replace the object anyway.
 */
final class ContentMatch {
    private static final long MIB = 1L << 20;

    private ContentMatch() {}

    static boolean matches(S3Object object, Path file) {
        try {
            if (Files.size(file) != object.size()) {
                return false;
            }
            var dash = object.etag().indexOf('-');
            if (dash < 0) {
                return md5(file).equals(object.etag());
            }
            var parts = Integer.parseInt(object.etag().substring(dash + 1));
            return matchesInParts(object, file, parts);
        } catch (NumberFormatException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not compare %s with %s: %s".formatted(file, object.uri(), e), e);
        }
    }

    /** The part size is not told, but uploaders use powers of two, and few of them give this number of parts. */
    private static boolean matchesInParts(S3Object object, Path file, int parts) throws IOException {
        var candidates = LongStream.concat(
                        LongStream.of(5 * MIB), LongStream.iterate(8 * MIB, s -> s <= 4096 * MIB, s -> 2 * s))
                .filter(size -> (object.size() + size - 1) / size == parts)
                .toArray();
        for (var size : candidates) {
            if (compositeMd5(file, size, parts).equals(object.etag())) {
                return true;
            }
        }
        return false;
    }

    private static String md5(Path file) throws IOException {
        var digest = md5();
        try (var in = new DigestInputStream(Files.newInputStream(file), digest)) {
            drain(in, Long.MAX_VALUE);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static String compositeMd5(Path file, long partSize, int parts) throws IOException {
        var whole = md5();
        var part = md5();
        try (var in = new DigestInputStream(Files.newInputStream(file), part)) {
            for (var i = 0; i < parts; i++) {
                drain(in, partSize);
                whole.update(part.digest());
            }
        }
        return HexFormat.of().formatHex(whole.digest()) + "-" + parts;
    }

    private static void drain(DigestInputStream in, long most) throws IOException {
        var buffer = new byte[64 << 10];
        for (var left = most; left > 0; ) {
            var read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return;
            }
            left -= read;
        }
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
