package dev.cuesheet.localaws.duckdb.internal.copy;

import java.nio.charset.StandardCharsets;

/** Text helpers of the numeric loaders. */
final class Numbers {
    private Numbers() {}

    static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    /** The character whose first byte is at the index. */
    static String character(byte[] bytes, int at, int end) {
        int last = at + 1;
        while (last < end && (bytes[last] & 0xC0) == 0x80) {
            last++;
        }
        return text(bytes, at, last);
    }
}
