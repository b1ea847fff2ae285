package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The beginning of a file, unpacked: what classifiers look at. Holds at most as many bytes as were asked for. Not safe to
 * share between threads.
 */
public final class Sample {
    /** What is read of a text file. */
    static final int TEXT_LIMIT = 1 << 20;

    static final int RECORD_LIMIT = 1_000;

    private final Source source;
    private final Compression compression;
    private final byte[] bytes;
    private final boolean whole;

    private Sample(Source source, Compression compression, byte[] bytes, boolean whole) {
        this.source = source;
        this.compression = compression;
        this.bytes = bytes;
        this.whole = whole;
    }

    /** Empty when the file is packed in a way that cannot be unpacked here. */
    static Optional<Sample> of(Source source, Compression compression, int limit) throws IOException {
        var content = compression.open(source);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try (var in = content.get()) {
            var bytes = in.readNBytes(limit);
            var whole = bytes.length < limit || in.read() < 0;
            return Optional.of(new Sample(source, compression, bytes, whole));
        }
    }

    /** A longer beginning of the same file. */
    Sample widened(int limit) throws IOException {
        return of(source, compression, limit).orElseThrow();
    }

    Source source() {
        return source;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Whether the sample is all there is. */
    boolean isWhole() {
        return whole;
    }

    boolean isText() {
        for (byte b : bytes) {
            if (b == 0) {
                return false;
            }
        }
        return bytes.length > 0;
    }

    /** The text without a byte order mark and, unless the sample is whole, without its last, broken line. */
    String text() {
        int length = bytes.length;
        if (!whole) {
            while (length > 0 && bytes[length - 1] != '\n') {
                length--;
            }
        }
        var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    /** Rounded down: the mean length in characters of the first three lines, without their ends. */
    long averageRecordSize() {
        var lines = text().lines().limit(3).mapToInt(String::length).summaryStatistics();
        return lines.getCount() == 0 ? 0 : lines.getSum() / lines.getCount();
    }
}
