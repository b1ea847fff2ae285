package dev.cuesheet.localaws.duckdb.internal.copy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;
import org.duckdb.DuckDBAppender;

/** CHAR and VARCHAR, whose lengths count bytes. CHAR takes single-byte characters only; its trailing blanks mean nothing. */
final class TextLoader implements ColumnLoader {
    private final boolean fixed;
    private final int length;
    private final boolean truncate;
    private final Optional<Character> replacement;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();

    /** @param replacement what stands for each invalid byte; empty when invalid text is an error */
    TextLoader(boolean fixed, int length, boolean truncate, Optional<Character> replacement) {
        this.fixed = fixed;
        this.length = length;
        this.truncate = truncate;
        this.replacement = replacement;
    }

    @Override
    public void read(byte[] bytes, int start, int end, Cells cells, int column) throws BadField {
        int last = end;
        if (fixed) {
            while (last > start && bytes[last - 1] == ' ') {
                last--;
            }
        }
        if (isAscii(bytes, start, last)) {
            cells.set(column, ascii(bytes, start, last));
        } else if (fixed) {
            throw multibyte(bytes, start, last);
        } else {
            cells.set(column, unicode(bytes, start, last));
        }
    }

    private static boolean isAscii(byte[] bytes, int start, int end) {
        for (int at = start; at < end; at++) {
            if (bytes[at] <= 0) {
                return false;
            }
        }
        return true;
    }

    private String ascii(byte[] bytes, int start, int end) throws BadField {
        int last = end;
        if (end - start > length) {
            if (!truncate) {
                throw tooLong();
            }
            last = start + length;
        }
        return new String(bytes, start, last - start, StandardCharsets.ISO_8859_1);
    }

    private BadField tooLong() {
        return fixed
                ? new BadField(1215, 0, "Char length exceeds DDL length")
                : new BadField(1204, 0, "String length exceeds DDL length");
    }

    private static BadField multibyte(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end && bytes[at] > 0) {
            at++;
        }
        return new BadField(
                1215,
                at - start,
                "Multibyte character not supported for CHAR (Hint: try using VARCHAR). Invalid char: "
                        + hex(bytes, at, Math.min(end, at + 4)));
    }

    private String unicode(byte[] bytes, int start, int end) throws BadField {
        String text;
        try {
            text = decoder.decode(ByteBuffer.wrap(bytes, start, end - start)).toString();
        } catch (CharacterCodingException e) {
            text = repaired(bytes, start, end);
        }
        if (text.indexOf('\0') >= 0) {
            if (replacement.isEmpty()) {
                throw new BadField(1220, text.indexOf('\0'), "String contains an invalid character: NUL");
            }
            text = text.replace('\0', replacement.get());
        }
        if (StandardCharsets.UTF_8.encode(text).limit() <= length) {
            return text;
        }
        if (!truncate) {
            throw tooLong();
        }
        return cut(text);
    }

    private String cut(String text) {
        int size = 0;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            size += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
            if (size > length) {
                break;
            }
            at += Character.charCount(point);
        }
        return text.substring(0, at);
    }

    /** The text with each invalid byte replaced, if the command allows it. */
    private String repaired(byte[] bytes, int start, int end) throws BadField {
        var out = new StringBuilder();
        for (int at = start; at < end; ) {
            int size = validSize(bytes, at, end);
            if (size > 0) {
                out.append(Numbers.text(bytes, at, at + size));
                at += size;
            } else if (replacement.isPresent()) {
                out.append(replacement.get().charValue());
                at++;
            } else {
                throw new BadField(
                        1220,
                        at - start,
                        "String contains invalid or unsupported UTF8 codepoints. Bad UTF8 hex sequence: "
                                + hex(bytes, at, Math.min(end, at + 1)) + " (error 4)");
            }
        }
        return out.toString();
    }

    private int validSize(byte[] bytes, int at, int end) {
        int first = bytes[at] & 0xFF;
        int size = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0 || at + size > end) {
            return 0;
        }
        try {
            decoder.decode(ByteBuffer.wrap(bytes, at, size));
            return size;
        } catch (CharacterCodingException e) {
            return 0;
        }
    }

    private static String hex(byte[] bytes, int start, int end) {
        var out = new StringBuilder();
        for (int at = start; at < end; at++) {
            out.append(String.format("%s%02x", at > start ? " " : "", bytes[at] & 0xFF));
        }
        return out.toString();
    }

    @Override
    public void append(Cells cells, int column, DuckDBAppender appender) throws SQLException {
        appender.append((String) cells.object(column));
    }
}
