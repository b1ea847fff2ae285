package dev.cuesheet.localaws.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import dev.cuesheet.localaws.spark.internal.WorkerFolder;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's archive of loaded classes (class data sharing), which saves a worker a third of its start. An archive belongs
 * to one build of Java, one class path and one set of flags, which its name tells. A product that was built where it
 * stands ships one ({@link ShippedClasses}); else the first worker of a home writes one when it has made its last run and
 * leaves, so no job waits for it, and later ones map it.
 *
 * <p>A worker writes under a name of its own. Once it is gone, the next launcher takes the file over if it is whole: the
 * JVM writes the header last, so one that was cut short begins with zeros. Several may do so at once. Archives are large,
 * so those of former builds are deleted.
 */
final class ClassArchive {
    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);
    private static final int KEPT = 2; // for those who go back and forth between two versions of Java

    private final SparkWorkerOptions options;
    private final Path folder;
    private final Path archive;

    private ClassArchive(SparkWorkerOptions options) throws IOException {
        this.options = options;
        this.folder = options.cacheFolder().resolve("classes");
        this.archive = folder.resolve(key(options) + ".jsa");
    }

    /** Empty where the JVM would refuse. */
    static Optional<ClassArchive> of(SparkWorkerOptions options) throws IOException {
        return !options.classArchive() || options.classPath().stream().anyMatch(Files::isDirectory)
                ? Optional.empty() // the JVM archives classes from jars only
                : Optional.of(new ClassArchive(options));
    }

    /** The flags that make a worker use the archive or write it; none where neither is possible. */
    static List<String> flags(SparkWorkerOptions options, WorkerFolder worker) {
        try {
            var archive = of(options);
            return archive.isEmpty() ? List.of() : archive.get().flags(worker);
        } catch (IOException e) {
            log.warn("Spark starts without its class archive: cannot use {}", options.cacheFolder(), e);
            return List.of();
        }
    }

    private List<String> flags(WorkerFolder worker) throws IOException {
        var there = shipped().filter(Files::exists).or(() -> own(worker.path().getParent()));
        return List.of(
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                there.map(file -> "-XX:SharedArchiveFile=" + file)
                        .orElseGet(() -> "-XX:ArchiveClassesAtExit=" + draft(worker.path())));
    }

    /** Where the product's own archive is, if it has one. */
    Optional<Path> shipped() {
        return options.shippedClasses().map(classes -> classes.resolve(archive.getFileName()));
    }

    /**
     * The archive that a worker of this home wrote.
     *
     * @param workers the folder of the workers' folders
     */
    Optional<Path> own(Path workers) {
        try {
            adoptDrafts(workers);
        } catch (IOException e) {
            log.warn("Cannot take over the class archives in {}", folder, e);
        }
        return Optional.of(archive).filter(Files::exists);
    }

    private Path draft(Path worker) {
        return folder.resolve(archive.getFileName() + "." + worker.getFileName());
    }

    private void adoptDrafts(Path workers) throws IOException {
        Files.createDirectories(folder);
        var prefix = archive.getFileName() + ".";
        for (var draft : files(name -> name.startsWith(prefix))) {
            var writer = workers.resolve(draft.getFileName().toString().substring(prefix.length()));
            if (!new WorkerFolder(writer).isAlive()) {
                adopt(draft);
            }
        }
    }

    private void adopt(Path draft) throws IOException {
        if (!isWhole(draft)) {
            Files.delete(draft);
            return;
        }
        Files.move(draft, archive, ATOMIC_MOVE, REPLACE_EXISTING);
        files(name -> name.endsWith(".jsa")).stream()
                .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified())
                        .reversed())
                .skip(KEPT)
                .forEach(file -> file.toFile().delete());
    }

    private List<Path> files(Predicate<String> wanted) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> wanted.test(file.getFileName().toString()))
                    .toList();
        }
    }

    private static boolean isWhole(Path draft) throws IOException {
        try (var header = new DataInputStream(Files.newInputStream(draft))) {
            return header.available() >= Integer.BYTES && header.readInt() != 0;
        }
    }

    private static String key(SparkWorkerOptions options) throws IOException {
        var parts = new ArrayList<String>();
        parts.add(fingerprint(options.javaHome().resolve("lib").resolve("modules")));
        for (var jar : options.classPath()) {
            parts.add(fingerprint(jar));
        }
        parts.addAll(WorkerCommand.jvmFlags(options));
        return HexFormat.of().formatHex(sha256().digest(String.join("\n", parts).getBytes(UTF_8)), 0, 12);
    }

    /** What the JVM itself compares before it trusts an archive. */
    private static String fingerprint(Path file) throws IOException {
        return "%s %d %s".formatted(file.toRealPath(), Files.size(file), Files.getLastModifiedTime(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
