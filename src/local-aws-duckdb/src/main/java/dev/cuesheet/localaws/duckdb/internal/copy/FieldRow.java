package dev.cuesheet.localaws.duckdb.internal.copy;

import java.util.Arrays;

/** The fields of the row just read, as slices of bytes; each reader fills the same one again and again. */
final class FieldRow {
    private byte[] bytes = new byte[0];
    private int[] starts = new int[16];
    private int[] ends = new int[16];
    private int count;

    void begin(byte[] content) {
        bytes = content;
        count = 0;
    }

    /** The content may move while fields are added; their offsets stay. */
    void content(byte[] content) {
        bytes = content;
    }

    void add(int start, int end) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        starts[count] = start;
        ends[count++] = end;
    }

    /** Adds a field that is NULL whatever the null marker is. */
    void addNull() {
        add(-1, -1);
    }

    byte[] bytes() {
        return bytes;
    }

    int count() {
        return count;
    }

    int start(int field) {
        return starts[field];
    }

    int end(int field) {
        return ends[field];
    }

    boolean isNull(int field) {
        return starts[field] < 0;
    }
}
