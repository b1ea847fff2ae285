package dev.cuesheet.localaws.internal.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;

/** Percent-encoding as AWS writes it: everything but letters, digits and {@code - . _ ~} becomes upper-case hex. */
public final class Percent {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Percent() {}

    /** Encodes every reserved character, the slash too. */
    public static String encode(String text) {
        return encode(text, false);
    }

    /** Encodes a path: slashes stay. */
    public static String encodePath(String path) {
        return encode(path, true);
    }

    private static String encode(String text, boolean slashesStay) {
        var out = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(UTF_8)) {
            if (isUnreserved(b) || slashesStay && b == '/') {
                out.append((char) b);
            } else {
                out.append('%');
                HEX.toHexDigits(out, b);
            }
        }
        return out.toString();
    }

    private static boolean isUnreserved(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b == '-'
                || b == '.'
                || b == '_'
                || b == '~';
    }

    /**
     * Decodes to text.
     *
     * @throws AwsError with the code {@code InvalidURI} when an escape is broken or the bytes are not UTF-8
     */
    public static String decode(String encoded) {
        return decode(encoded, false);
    }

    /** Decodes a form field or query parameter, in which a plus is a blank. */
    public static String decodeForm(String encoded) {
        return decode(encoded, true);
    }

    private static String decode(String encoded, boolean plusIsBlank) {
        if (encoded.indexOf('%') < 0 && encoded.chars().allMatch(c -> c < 0x80)) {
            return plusIsBlank ? encoded.replace('+', ' ') : encoded;
        }
        var bytes = new ByteArrayOutputStream(encoded.length());
        var raw = encoded.getBytes(UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                if (i + 2 >= raw.length || !HexFormat.isHexDigit(raw[i + 1]) || !HexFormat.isHexDigit(raw[i + 2])) {
                    throw unreadable();
                }
                bytes.write(HexFormat.fromHexDigit(raw[i + 1]) << 4 | HexFormat.fromHexDigit(raw[i + 2]));
                i += 2;
            } else {
                bytes.write(plusIsBlank && raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable();
        }
    }

    private static AwsError unreadable() {
        return new AwsError(400, "InvalidURI", "Couldn't parse the specified URI.");
    }
}
