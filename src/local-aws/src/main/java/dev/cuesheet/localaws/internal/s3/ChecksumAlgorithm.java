package dev.cuesheet.localaws.internal.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** The checksums that S3 keeps beside an object. */
enum ChecksumAlgorithm {
    CRC32(() -> Digester.of(new CRC32(), 4)),
    CRC32C(() -> Digester.of(new CRC32C(), 4)),
    CRC64NVME(() -> Digester.of(new Crc64Nvme(), 8)),
    SHA1(() -> Digester.of(digest("SHA-1"))),
    SHA256(() -> Digester.of(digest("SHA-256"))),
    SHA512(() -> Digester.of(digest("SHA-512")));

    private final Supplier<Digester> digesters;

    ChecksumAlgorithm(Supplier<Digester> digesters) {
        this.digesters = digesters;
    }

    Digester digester() {
        return digesters.get();
    }

    /** The request and answer header, for example {@code x-amz-checksum-crc32}. */
    String header() {
        return "x-amz-checksum-" + name().toLowerCase(Locale.ROOT);
    }

    /** The element in XML bodies, for example {@code ChecksumCRC32}. */
    String element() {
        return "Checksum" + name();
    }

    /** CRC values of parts can be added up to the value of the whole; hashes cannot. */
    boolean canCoverWholeUpload() {
        return this == CRC32 || this == CRC32C || this == CRC64NVME;
    }

    static Optional<ChecksumAlgorithm> named(String name) {
        return Arrays.stream(values())
                .filter(algorithm -> algorithm.name().equalsIgnoreCase(name))
                .findFirst();
    }

    static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + name, e);
        }
    }
}
