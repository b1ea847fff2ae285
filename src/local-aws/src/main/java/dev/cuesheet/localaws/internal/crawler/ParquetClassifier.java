package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Recognises Parquet by its magic bytes; columns, types and the number of rows come from the footer. */
final class ParquetClassifier implements Classifier {
    private static final Logger log = LoggerFactory.getLogger(ParquetClassifier.class);
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = 8;
    private static final int LONGEST_FOOTER = 32 << 20;

    @Override
    public Optional<Content> classify(Sample sample) throws IOException {
        var start = sample.bytes();
        var source = sample.source();
        if (source.size() < MAGIC.length + TRAILER
                || !Arrays.equals(MAGIC, 0, 4, start, 0, Math.min(4, start.length))) {
            return Optional.empty();
        }
        var trailer = read(source, source.size() - TRAILER, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
        int length = trailer.getInt(0);
        if (trailer.getInt(4)
                        != ByteBuffer.wrap(MAGIC).order(ByteOrder.LITTLE_ENDIAN).getInt()
                || length <= 0
                || length > LONGEST_FOOTER
                || length > source.size() - TRAILER) {
            return Optional.empty();
        }
        try {
            var footer = new Footer(new ThriftReader(read(source, source.size() - TRAILER - length, length)));
            return Optional.of(new Content(Format.parquet(), footer.columns(), false, footer.rows));
        } catch (IOException e) {
            log.warn("A file that looks like Parquet has a footer that cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static ByteBuffer read(Source source, long offset, int length) throws IOException {
        try (var in = source.open(offset)) {
            return ByteBuffer.wrap(in.readNBytes(length));
        }
    }

    /** The parts of the file's metadata that describe rows and columns. */
    private static final class Footer {
        private final List<ParquetElement> elements = new ArrayList<>();
        private long rows;
        private int next;

        Footer(ThriftReader in) throws IOException {
            in.struct((id, type) -> {
                if (id == 2) {
                    int size = in.listSize();
                    for (int i = 0; i < size; i++) {
                        elements.add(ParquetElement.read(in));
                    }
                    return true;
                }
                if (id == 3) {
                    rows = in.number();
                    return true;
                }
                return false;
            });
            if (elements.isEmpty()) {
                throw new IOException("The footer has no schema");
            }
        }

        /** The tree of columns is written depth first; its root is the row. */
        List<Column> columns() throws IOException {
            next = 1;
            var columns = new ArrayList<Column>();
            for (int i = 0; i < elements.get(0).children(); i++) {
                var element = element();
                columns.add(
                        new Column(element.name().toLowerCase(java.util.Locale.ROOT), element.type(children(element))));
            }
            return columns;
        }

        private List<ParquetElement.Child> children(ParquetElement parent) throws IOException {
            var children = new ArrayList<ParquetElement.Child>();
            for (int i = 0; i < parent.children(); i++) {
                var element = element();
                var own = children(element);
                children.add(new ParquetElement.Child(element, own));
            }
            return children;
        }

        private ParquetElement element() throws IOException {
            if (next >= elements.size()) {
                throw new IOException("The footer's schema is not complete");
            }
            return elements.get(next++);
        }
    }
}
