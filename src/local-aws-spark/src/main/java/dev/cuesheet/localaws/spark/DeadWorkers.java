package dev.cuesheet.localaws.spark;

import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Removes what dead workers left, but keeps the newest few for whoever wants to know how they died. */
final class DeadWorkers {
    private static final int KEPT = 5;

    private DeadWorkers() {}

    static void sweep(Path workers) throws IOException {
        try (Stream<Path> folders = Files.list(workers)) {
            for (var folder : folders.filter(Files::isDirectory)
                    .sorted(Comparator.comparing((Path path) -> path.toFile().lastModified())
                            .reversed())
                    .skip(KEPT)
                    .filter(path -> !new WorkerFolder(path).isAlive())
                    .toList()) {
                remove(folder);
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
