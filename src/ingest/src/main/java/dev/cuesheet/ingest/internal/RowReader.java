package dev.cuesheet.ingest.internal;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads rows of an unquoted delimited file as stretches of one buffer, so that a file of any size is read in constant
 * memory and no field becomes a string unless somebody asks. The stretches are good until the next row is read. For one
 * thread.
 */
public final class RowReader implements Closeable {
    /** Redshift takes no longer row. */
    public static final int LONGEST_LINE = 4 << 20;

    private final InputStream in;
    private final byte delimiter;
    private byte[] buffer = new byte[1 << 16];
    private int lineStart;
    private int lineEnd;
    private int next;
    private int filled;
    private boolean ended;
    private boolean overlong;
    private long line;
    private long bytesBefore;
    private int[] bounds = new int[32];
    private int fields;

    public RowReader(Path file, char delimiter) throws IOException {
        this.in = Files.newInputStream(file);
        this.delimiter = (byte) delimiter;
    }

    /** Goes on to the next row; false after the last one. A last line without a line feed counts. */
    public boolean next() throws IOException {
        lineStart = next;
        var scanned = lineStart;
        while (true) {
            for (; scanned < filled; scanned++) {
                if (buffer[scanned] == '\n') {
                    return row(scanned, scanned + 1);
                }
            }
            if (ended || overlong) {
                return lineStart < filled && row(filled, filled);
            }
            scanned -= lineStart;
            refill();
            scanned += lineStart;
        }
    }

    /** The number of the current row's line, from 1. */
    public long line() {
        return line;
    }

    public int fields() {
        return fields;
    }

    /** Where a field's stretch begins in the {@link #buffer}. */
    public int from(int field) {
        return bounds[field];
    }

    /** Where a field's stretch ends, exclusively. */
    public int to(int field) {
        return bounds[field + 1] - 1;
    }

    public byte[] buffer() {
        return buffer;
    }

    /** Whether the current line is longer than any that may be; it is cut off and nothing follows it. */
    public boolean isOverlong() {
        return overlong;
    }

    /** Whether the line ends as Windows ends lines. */
    public boolean endsWithCarriageReturn() {
        return lineEnd > lineStart && buffer[lineEnd - 1] == '\r';
    }

    /** How many fields the current line would have with another delimiter. */
    public int fieldsSeparatedBy(char other) {
        var count = 1;
        for (var i = lineStart; i < lineEnd; i++) {
            if (buffer[i] == other) {
                count++;
            }
        }
        return count;
    }

    public String text(int field) {
        return Utf8.text(buffer, from(field), to(field));
    }

    /** Bytes read up to the end of the current row. */
    public long bytesRead() {
        return bytesBefore + next;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private boolean row(int end, int after) {
        lineEnd = end;
        next = after;
        line++;
        fields = 0;
        bounds[0] = lineStart;
        for (var i = lineStart; i < lineEnd; i++) {
            if (buffer[i] == delimiter) {
                endField(i);
            }
        }
        endField(lineEnd);
        return true;
    }

    private void endField(int at) {
        if (++fields == bounds.length) {
            bounds = Arrays.copyOf(bounds, fields * 2);
        }
        bounds[fields] = at + 1;
    }

    private void refill() throws IOException {
        var kept = filled - lineStart;
        if (lineStart == 0 && kept == buffer.length) {
            if (kept >= LONGEST_LINE) {
                overlong = true;
                return;
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        } else {
            System.arraycopy(buffer, lineStart, buffer, 0, kept);
            bytesBefore += lineStart;
            lineStart = 0;
        }
        var count = in.read(buffer, kept, buffer.length - kept);
        ended = count < 0;
        filled = kept + Math.max(0, count);
    }
}
