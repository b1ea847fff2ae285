package dev.cuesheet.engine.internal.secrets;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as Python's {@code quote}, {@code unquote} and their {@code _plus} forms do it, in UTF-8. */
public final class Percent {
    private static final String PLAIN = "_.-~";

    private Percent() {}

    /** Everything encoded but letters, digits and {@code _.-~}. */
    public static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xFF);
            if (c < 0x80 && (Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted((int) c));
            }
        }
        return encoded.toString();
    }

    /** The same, with a space as a plus. */
    public static String encodePlus(String text) {
        return encode(text).replace("%20", "+");
    }

    /** What is no proper escape stays as it is. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var decoded = new ByteArrayOutputStream();
        for (int at = 0; at < bytes.length; at++) {
            int value = bytes[at] == '%' && at + 2 < bytes.length ? hex(bytes[at + 1]) * 16 + hex(bytes[at + 2]) : -1;
            if (value >= 0 && hex(bytes[at + 1]) >= 0 && hex(bytes[at + 2]) >= 0) {
                decoded.write(value);
                at += 2;
            } else {
                decoded.write(bytes[at]);
            }
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    /** The same, with a plus as a space. */
    public static String decodePlus(String text) {
        return decode(text.replace('+', ' '));
    }

    private static int hex(byte digit) {
        return Character.digit(digit, 16);
    }
}
