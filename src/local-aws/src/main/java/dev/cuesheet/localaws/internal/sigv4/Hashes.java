package dev.cuesheet.localaws.internal.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** The two functions that signatures are made of. */
final class Hashes {
    static final String OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    private static final int BLOCK = 64;
    private static final HexFormat HEX = HexFormat.of();

    private Hashes() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static String sha256Hex(byte[] bytes) {
        return hex(sha256().digest(bytes));
    }

    static String sha256Hex(String text) {
        return sha256Hex(text.getBytes(UTF_8));
    }

    /** HMAC-SHA256 by its definition, RFC 2104: the platform's own would load a framework, 50 ms of the first request. */
    static byte[] hmac(byte[] key, String text) {
        var block = Arrays.copyOf(key.length > BLOCK ? sha256().digest(key) : key, BLOCK);
        var sha256 = sha256();
        sha256.update(mixed(block, 0x36));
        var inner = sha256.digest(text.getBytes(UTF_8));
        sha256.update(mixed(block, 0x5c));
        return sha256.digest(inner);
    }

    private static byte[] mixed(byte[] block, int pad) {
        var mixed = new byte[BLOCK];
        for (int i = 0; i < BLOCK; i++) {
            mixed[i] = (byte) (block[i] ^ pad);
        }
        return mixed;
    }
}
