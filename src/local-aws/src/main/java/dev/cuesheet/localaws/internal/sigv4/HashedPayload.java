package dev.cuesheet.localaws.internal.sigv4;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** A body whose hash was signed: at its end it fails unless it has that hash. */
final class HashedPayload extends FilterInputStream {
    private final MessageDigest sha256 = Hashes.sha256();
    private final String expected;
    private boolean checked;

    HashedPayload(InputStream body, String expected) {
        super(body);
        this.expected = expected;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        if (count > 0) {
            sha256.update(buffer, offset, count);
        } else if (count < 0 && !checked) {
            checked = true;
            var actual = Hashes.hex(sha256.digest());
            if (!actual.equals(expected)) {
                throw Refusal.WRONG_PAYLOAD.because(
                        "The provided 'x-amz-content-sha256' header does not match what was computed: the header says "
                                + expected + ", the body has " + actual + ".");
            }
        }
        return count;
    }

    @Override
    public long skip(long bytes) throws IOException {
        return readNBytes((int) Math.min(bytes, 8192)).length;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
