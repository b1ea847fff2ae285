package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Cuts a stream into lines without copying them: each is a slice of the buffer until the next is asked for. */
final class Lines {
    private static final int MAX_ROW = 4 << 20;

    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int position;
    private int limit;
    private int start;
    private int end;
    private long line;

    Lines(InputStream in) throws IOException {
        this.in = in;
        fill();
        while (limit < 3 && fill()) {
            continue;
        }
        if (limit >= 3 && buffer[0] == (byte) 0xEF && buffer[1] == (byte) 0xBB && buffer[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    boolean next() throws IOException {
        start = position;
        int at = position;
        while (true) {
            while (at < limit && buffer[at] != '\n') {
                at++;
            }
            if (at < limit) {
                position = at + 1;
                end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
                line++;
                return true;
            }
            int scanned = at - start;
            if (!fill()) {
                position = limit;
                end = limit;
                line += end > start ? 1 : 0;
                return end > start;
            }
            at = start + scanned;
        }
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            position -= start;
            start = 0;
        } else if (limit == buffer.length) {
            if (buffer.length >= MAX_ROW) {
                throw new SqlFailure("row " + (line + 1) + " is longer than 4 MB, the most that COPY takes");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, read);
        return read > 0;
    }

    byte[] buffer() {
        return buffer;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    long line() {
        return line;
    }

    String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }
}
