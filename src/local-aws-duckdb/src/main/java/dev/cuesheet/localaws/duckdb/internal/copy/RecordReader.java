package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What readers share whose rows may span lines: bytes one at a time, the row's text for error reports, and a place to
 * put fields together without their quotes and backslashes.
 */
abstract class RecordReader implements RowReader {
    private static final int MAX_ROW = 4 << 20;
    static final int END = -1;

    private final InputStream in;
    private final byte[] input = new byte[1 << 16];
    private int position;
    private int limit;
    private byte[] raw = new byte[1 << 12];
    private int rawLength;
    private byte[] fields = new byte[1 << 12];
    private int length;
    private long line = 1;
    private long firstLine;
    private boolean ended;

    RecordReader(InputStream in) throws IOException {
        this.in = in;
        if (peek() == 0xEF) {
            skipByteOrderMark();
        }
    }

    private void skipByteOrderMark() {
        if (limit >= 3 && input[1] == (byte) 0xBB && input[2] == (byte) 0xBF) {
            position = 3;
        }
    }

    @Override
    public final boolean next(FieldRow row) throws IOException, BadField {
        rawLength = 0;
        length = 0;
        firstLine = line;
        ended = false;
        if (peek() == END) {
            return false;
        }
        row.begin(fields);
        try {
            read(row);
        } catch (BadField e) {
            skipToLineEnd();
            throw e;
        } finally {
            row.content(fields);
        }
        return true;
    }

    /** Reads the fields of one row up to and with its line end. */
    abstract void read(FieldRow row) throws IOException, BadField;

    final int peek() throws IOException {
        if (position == limit) {
            limit = Math.max(0, in.read(input));
            position = 0;
            if (limit == 0) {
                return END;
            }
        }
        return input[position] & 0xFF;
    }

    final int take() throws IOException {
        int b = peek();
        if (b != END) {
            position++;
            if (rawLength == MAX_ROW) {
                throw new SqlFailure("the row at line " + firstLine + " is longer than 4 MB, the most that COPY takes");
            }
            raw = roomFor(raw, rawLength);
            raw[rawLength++] = (byte) b;
            line += b == '\n' ? 1 : 0;
        }
        return b;
    }

    final void put(int b) {
        fields = roomFor(fields, length);
        fields[length++] = (byte) b;
    }

    final int mark() {
        return length;
    }

    final void unput() {
        length--;
    }

    final byte at(int index) {
        return fields[index];
    }

    /** To be called once the row's line end is taken, so that a bad field in it does not take the next line too. */
    final void ended() {
        ended = true;
    }

    private void skipToLineEnd() throws IOException {
        while (!ended && peek() != END) {
            ended = take() == '\n';
        }
    }

    private static byte[] roomFor(byte[] bytes, int length) {
        return length < bytes.length ? bytes : Arrays.copyOf(bytes, bytes.length * 2);
    }

    @Override
    public final long line() {
        return firstLine;
    }

    @Override
    public final long lines() {
        return rawLength > 0 && raw[rawLength - 1] != '\n' ? line : line - 1;
    }

    @Override
    public final String rawLine() {
        int end = rawLength;
        while (end > 0 && (raw[end - 1] == '\n' || raw[end - 1] == '\r')) {
            end--;
        }
        return new String(raw, 0, end, StandardCharsets.UTF_8);
    }
}
