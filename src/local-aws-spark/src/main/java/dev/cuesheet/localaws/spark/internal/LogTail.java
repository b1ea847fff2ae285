package dev.cuesheet.localaws.spark.internal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads the end of a log without reading all of it. */
public final class LogTail {
    private static final int BYTES_A_LINE = 512;

    private LogTail() {}

    /** The last lines of the file, oldest first; none when there is no such file. Very long lines may yield fewer. */
    public static List<String> of(Path file, int lines) {
        if (lines <= 0 || Files.notExists(file)) {
            return List.of();
        }
        try (var log = new RandomAccessFile(file.toFile(), "r")) {
            var from = Math.max(0, log.length() - (long) lines * BYTES_A_LINE);
            log.seek(from);
            var bytes = new byte[(int) (log.length() - from)];
            log.readFully(bytes);
            var found = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            var whole = from == 0 || found.size() < 2 ? found : found.subList(1, found.size());
            return List.copyOf(whole.subList(Math.max(0, whole.size() - lines), whole.size()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the log " + file, e);
        }
    }
}
