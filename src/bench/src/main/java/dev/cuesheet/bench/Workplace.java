package dev.cuesheet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** The folder that a benchmark works in; gone when closed. Not safe to share between threads. */
final class Workplace implements AutoCloseable {
    private final Path folder;
    private int made;

    private Workplace(Path folder) {
        this.folder = folder;
    }

    static Workplace open() {
        try {
            return new Workplace(Files.createTempDirectory("cuesheet-bench-"));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder for the benchmark", e);
        }
    }

    /** A new, empty folder, for one sample. */
    Path fresh(String purpose) {
        made++;
        try {
            return Files.createDirectory(folder.resolve("%03d-%s".formatted(made, purpose)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what a sample left, so that a long session does not fill the disk. */
    static void delete(Path tree) {
        try (var paths = Files.walk(tree)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + tree, e);
        }
    }

    @Override
    public void close() {
        delete(folder);
    }
}
