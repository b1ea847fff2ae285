package dev.cuesheet.ingest.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Questions about stretches of UTF-8 bytes, answered without making strings. Ranges are half-open. */
public final class Utf8 {
    private Utf8() {}

    public static boolean isDigits(byte[] text, int from, int to) {
        for (var i = from; i < to; i++) {
            if (text[i] < '0' || text[i] > '9') {
                return false;
            }
        }
        return to > from;
    }

    /** The value of a stretch that {@link #isDigits}; eighteen of them fit. */
    public static long digits(byte[] text, int from, int to) {
        var value = 0L;
        for (var i = from; i < to; i++) {
            value = value * 10 + (text[i] - '0');
        }
        return value;
    }

    public static boolean isAscii(byte[] text, int from, int to) {
        for (var i = from; i < to; i++) {
            if (text[i] < 0) {
                return false;
            }
        }
        return true;
    }

    public static boolean isValid(byte[] text, int from, int to) {
        if (isAscii(text, from, to)) {
            return true;
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, from, to - from));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** Compares with lower-case ASCII letters, whatever the case of the stretch. */
    public static boolean equalsIgnoreCase(byte[] text, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (var i = 0; i < lower.length(); i++) {
            if ((text[from + i] | 0x20) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public static String text(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }
}
