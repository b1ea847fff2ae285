package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.spi.SqlFailure;
import dev.cuesheet.localaws.spi.SqlResult;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;

/**
 * Result sets, each in a file of its own, so that memory does not grow with them: the columns in the first line, then a
 * line for each row. A page is found by its offset in the file. Safe to share between threads.
 */
final class Results {
    private static final int PAGE_ROWS = 1_000;
    private static final int PAGE_BYTES = 1 << 20;
    private static final long MAX_BYTES = 500L << 20;

    private final Path folder;

    Results(Path folder) {
        this.folder = folder;
    }

    /** What was written of a result. */
    record Written(long rows, long bytes) {}

    /** One page of rows and where the next begins, if there is one. */
    record Page(JsonNode columns, List<JsonNode> rows, Optional<Long> next) {}

    Written write(String id, int part, SqlResult result) {
        var file = file(id, part);
        ObjectWriter json = Json.mapper().writer().without(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT);
        try {
            Files.createDirectories(folder);
            try (var out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                out.write(json.writeValueAsBytes(result.columns()));
                out.write('\n');
                long rows = 0;
                long bytes = 0;
                for (var row = result.next(); row != null; row = result.next()) {
                    var line = json.writeValueAsBytes(row);
                    bytes += line.length;
                    if (bytes > MAX_BYTES) {
                        throw new SqlFailure("Query result is larger than the maximum of 500 MB");
                    }
                    out.write(line);
                    out.write('\n');
                    rows++;
                }
                return new Written(rows, bytes);
            }
        } catch (IOException e) {
            throw new SqlFailure("the result cannot be kept in " + file + ": " + e.getMessage(), e);
        }
    }

    Page read(String id, int part, long from) {
        try (var file = new RandomAccessFile(file(id, part).toFile(), "r")) {
            var columns = Json.mapper().readTree(line(file));
            if (from > 0) {
                if (from > file.length()) {
                    throw DataErrors.validation("NextToken is not one of this result.");
                }
                file.seek(from);
            }
            long start = file.getFilePointer();
            var rows = new ArrayList<JsonNode>();
            while (rows.size() < PAGE_ROWS
                    && file.getFilePointer() - start < PAGE_BYTES
                    && file.getFilePointer() < file.length()) {
                rows.add(Json.mapper().readTree(line(file)));
            }
            long end = file.getFilePointer();
            return new Page(columns, rows, end < file.length() ? Optional.of(end) : Optional.empty());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the result of statement " + id, e);
        }
    }

    /** RandomAccessFile reads byte by byte; this reads ahead and goes back to the line's end. */
    private static byte[] line(RandomAccessFile file) throws IOException {
        long start = file.getFilePointer();
        var bytes = new byte[1 << 13];
        int length = 0;
        while (true) {
            int read = file.read(bytes, length, bytes.length - length);
            for (int i = length; i < length + Math.max(0, read); i++) {
                if (bytes[i] == '\n') {
                    file.seek(start + i + 1);
                    return java.util.Arrays.copyOf(bytes, i);
                }
            }
            if (read < 0) {
                throw new IOException("the file ends in the middle of a line");
            }
            length += read;
            if (length == bytes.length) {
                bytes = java.util.Arrays.copyOf(bytes, length * 2);
            }
        }
    }

    void delete(String id, int parts) {
        try {
            for (int part = 0; part < parts; part++) {
                Files.deleteIfExists(file(id, part));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the result of statement " + id, e);
        }
    }

    private Path file(String id, int part) {
        return folder.resolve(id + "-" + (part + 1) + ".jsonl");
    }

    /** The wire form of a value. */
    static void field(@Nullable JsonNode value, tools.jackson.databind.node.ObjectNode out) {
        if (value == null || value.isNull()) {
            out.put("isNull", true);
        } else if (value.isBoolean()) {
            out.put("booleanValue", value.booleanValue());
        } else if (value.isIntegralNumber()) {
            out.put("longValue", value.longValue());
        } else if (value.isNumber()) {
            out.put("doubleValue", value.doubleValue());
        } else {
            out.put("stringValue", value.stringValue());
        }
    }
}
