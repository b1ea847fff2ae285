package dev.cuesheet.localaws.internal.s3;

import java.util.Base64;

/**
 * A checksum as S3 shows it.
 *
 * @param value base64; of a composite one followed by a dash and the number of parts
 */
record Checksum(ChecksumAlgorithm algorithm, String value, Type type) {

    /** Over the whole object, or over its parts' checksums. */
    enum Type {
        FULL_OBJECT,
        COMPOSITE
    }

    static Checksum ofWhole(ChecksumAlgorithm algorithm, byte[] value) {
        return new Checksum(algorithm, Base64.getEncoder().encodeToString(value), Type.FULL_OBJECT);
    }

    @Override
    public String toString() {
        return algorithm + ":" + type + ":" + value;
    }

    static Checksum parse(String text) {
        var parts = text.split(":", 3);
        return new Checksum(ChecksumAlgorithm.valueOf(parts[0]), parts[2], Type.valueOf(parts[1]));
    }
}
