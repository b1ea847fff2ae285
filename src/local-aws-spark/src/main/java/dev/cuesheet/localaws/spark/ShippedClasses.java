package dev.cuesheet.localaws.spark;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The archive of classes that a product ships, so that the first worker of a new home starts as fast as later ones. It
 * is of use only where it was made, to the Java that made it: the JVM compares paths and times of every jar.
 */
public final class ShippedClasses {
    private final SparkWorkerOptions options;

    /** @param options those of the workers that will use it; its shipped cache is where the archive belongs */
    public ShippedClasses(SparkWorkerOptions options) {
        this.options = options;
    }

    /** Whether the archive for just these workers is there. */
    public boolean areThere() {
        try {
            return ClassArchive.of(options)
                    .flatMap(ClassArchive::shipped)
                    .filter(Files::exists)
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look at the jars of the Spark worker", e);
        }
    }

    /**
     * Ships what the workers of that local AWS have left, once they have ended.
     *
     * @param awsHome the state of a local AWS that has run jobs
     * @return whether there was an archive
     */
    public boolean takeFrom(Path awsHome) {
        var workers = awsHome.resolve("spark");
        try {
            awaitEnd(workers);
            var archive = ClassArchive.of(options);
            var written = archive.flatMap(made -> made.own(workers));
            var shipped = archive.flatMap(ClassArchive::shipped);
            if (written.isEmpty() || shipped.isEmpty()) {
                return false;
            }
            deleteFormer(shipped.get().getParent());
            Files.move(written.get(), shipped.get(), REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ship the class archive of the workers in " + workers, e);
        }
    }

    private static void awaitEnd(Path workers) throws IOException {
        try (Stream<Path> folders = Files.list(workers)) {
            folders.filter(Files::isDirectory).forEach(folder -> new WorkerFolder(folder).awaitEnd());
        }
    }

    private static void deleteFormer(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> former = Files.list(folder)) {
            for (var file : former.toList()) {
                Files.delete(file);
            }
        }
    }
}
