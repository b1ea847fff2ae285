package dev.cuesheet.localaws.internal.iam;

import java.security.SecureRandom;
import java.util.Base64;

/** Ids and secrets as IAM shapes them. */
final class Ids {
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private Ids() {}

    /** Made at the first id, since seeding takes time that a start should not pay for. */
    private static final class Random {
        static final SecureRandom SOURCE = new SecureRandom();
    }

    /** @param prefix for example {@code AROA} */
    static String unique(String prefix) {
        return prefix + letters(17);
    }

    static String accessKey() {
        return "AKIA" + letters(16);
    }

    static String temporaryKey() {
        return "ASIA" + letters(16);
    }

    /** Forty characters that carry 240 random bits. */
    static String secret() {
        return Base64.getEncoder().encodeToString(bytes(30));
    }

    static String sessionToken() {
        return Base64.getEncoder().encodeToString(bytes(192));
    }

    private static byte[] bytes(int count) {
        var bytes = new byte[count];
        Random.SOURCE.nextBytes(bytes);
        return bytes;
    }

    private static String letters(int count) {
        var text = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(Random.SOURCE.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
