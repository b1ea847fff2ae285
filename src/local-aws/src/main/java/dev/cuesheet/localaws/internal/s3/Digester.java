package dev.cuesheet.localaws.internal.s3;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.zip.Checksum;

/** A digest under way, cyclic or cryptographic. For one thread. */
interface Digester {
    void update(byte[] bytes, int offset, int length);

    /** The value, big-endian; the digester is spent then. */
    byte[] finish();

    static Digester of(MessageDigest digest) {
        return new Digester() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                digest.update(bytes, offset, length);
            }

            @Override
            public byte[] finish() {
                return digest.digest();
            }
        };
    }

    /** @param width of the value, in bytes */
    static Digester of(Checksum checksum, int width) {
        return new Digester() {
            @Override
            public void update(byte[] bytes, int offset, int length) {
                checksum.update(bytes, offset, length);
            }

            @Override
            public byte[] finish() {
                var eight = ByteBuffer.allocate(Long.BYTES)
                        .putLong(checksum.getValue())
                        .array();
                return Arrays.copyOfRange(eight, Long.BYTES - width, Long.BYTES);
            }
        };
    }
}
