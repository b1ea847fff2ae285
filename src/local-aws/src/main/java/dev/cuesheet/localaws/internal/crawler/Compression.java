package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/**
 * How a whole file is packed, told by its first bytes. The JDK unpacks gzip and zip; for the others the crawler says
 * truthfully that it could not look inside.
 */
enum Compression {
    NONE("none"),
    GZIP("gzip", 0x1f, 0x8b),
    BZIP2("bzip2", 'B', 'Z', 'h'),
    ZIP("zip", 'P', 'K', 3, 4),
    LZ4("lz4", 0x04, 0x22, 0x4d, 0x18),
    SNAPPY("snappy", 0xff, 0x06, 0x00, 0x00, 's', 'N', 'a', 'P', 'p', 'Y');

    private static final int END_OF_ZIP = 22;

    private final String glueName;
    private final byte[] magic;

    Compression(String glueName, int... magic) {
        this.glueName = glueName;
        this.magic = new byte[magic.length];
        for (int i = 0; i < magic.length; i++) {
            this.magic[i] = (byte) magic[i];
        }
    }

    String glueName() {
        return glueName;
    }

    static Compression of(Source source) throws IOException {
        byte[] start;
        try (var in = source.open(0)) {
            start = in.readNBytes(10);
        }
        for (var candidate : values()) {
            if (candidate != NONE && candidate.starts(start)) {
                return candidate;
            }
        }
        return NONE;
    }

    private boolean starts(byte[] start) {
        return start.length >= magic.length
                && ByteBuffer.wrap(start, 0, magic.length).equals(ByteBuffer.wrap(magic));
    }

    /** The unpacked content; empty when this cannot be unpacked. */
    Optional<InputStream> open(Source source) throws IOException {
        return switch (this) {
            case NONE -> Optional.of(source.open(0));
            case GZIP -> Optional.of(new GZIPInputStream(source.open(0)));
            case ZIP -> hasOneEntry(source) ? Optional.of(firstEntry(source)) : Optional.empty();
            case BZIP2, LZ4, SNAPPY -> Optional.empty();
        };
    }

    private static InputStream firstEntry(Source source) throws IOException {
        var zip = new ZipInputStream(source.open(0));
        zip.getNextEntry();
        return zip;
    }

    /** The end of a zip file without a comment tells how many entries it has. */
    private static boolean hasOneEntry(Source source) throws IOException {
        if (source.size() < END_OF_ZIP) {
            return false;
        }
        try (var in = source.open(source.size() - END_OF_ZIP)) {
            var end = ByteBuffer.wrap(in.readNBytes(END_OF_ZIP)).order(ByteOrder.LITTLE_ENDIAN);
            return end.limit() == END_OF_ZIP && end.getInt(0) == 0x06054b50 && end.getShort(10) == 1;
        }
    }
}
