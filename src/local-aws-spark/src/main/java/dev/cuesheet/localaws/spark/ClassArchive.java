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
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JVM's archive of loaded classes (class data sharing), which saves a worker a third of its start. The first worker
 * writes one when it has made its last run and leaves, so no job waits for it; later ones map it. An archive belongs to
 * one build of Java, one class path and one set of flags, which its name tells.
 *
 * <p>A worker writes under a name of its own. Once it is gone, the next launcher takes the file over if it is whole: the
 * JVM writes the header last, so one that was cut short begins with zeros. Several may do so at once.
 */
final class ClassArchive {
    private static final Logger log = LoggerFactory.getLogger(ClassArchive.class);

    private final Path folder;
    private final Path archive;

    private ClassArchive(Path folder, String key) {
        this.folder = folder;
        this.archive = folder.resolve(key + ".jsa");
    }

    /** The flags that make a worker use the archive or write it; none where the JVM would refuse. */
    static List<String> flags(SparkWorkerOptions options, List<String> jvmFlags, WorkerFolder worker) {
        if (!options.classArchive() || options.classPath().stream().anyMatch(Files::isDirectory)) {
            return List.of(); // the JVM archives classes from jars only
        }
        try {
            var folder = Files.createDirectories(options.cacheFolder().resolve("classes"));
            return new ClassArchive(folder, key(options, jvmFlags)).flags(worker);
        } catch (IOException e) {
            log.warn("Spark starts without its class archive: cannot use {}", options.cacheFolder(), e);
            return List.of();
        }
    }

    private List<String> flags(WorkerFolder worker) throws IOException {
        adoptDrafts(worker.path().getParent());
        var quiet = List.of("-Xlog:disable", "-Xlog:all=error:stderr");
        var flags = new ArrayList<>(quiet);
        flags.add(
                Files.exists(archive)
                        ? "-XX:SharedArchiveFile=" + archive
                        : "-XX:ArchiveClassesAtExit=" + draft(worker.path()));
        return flags;
    }

    private Path draft(Path worker) {
        return folder.resolve(archive.getFileName() + "." + worker.getFileName());
    }

    private void adoptDrafts(Path workers) throws IOException {
        var prefix = archive.getFileName() + ".";
        try (Stream<Path> files = Files.list(folder)) {
            for (var draft : files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .toList()) {
                var writer = workers.resolve(draft.getFileName().toString().substring(prefix.length()));
                if (!new WorkerFolder(writer).isAlive()) {
                    adopt(draft);
                }
            }
        }
    }

    private void adopt(Path draft) throws IOException {
        if (isWhole(draft)) {
            Files.move(draft, archive, ATOMIC_MOVE, REPLACE_EXISTING);
        } else {
            Files.delete(draft);
        }
    }

    private static boolean isWhole(Path draft) throws IOException {
        try (var header = new DataInputStream(Files.newInputStream(draft))) {
            return header.available() >= Integer.BYTES && header.readInt() != 0;
        }
    }

    private static String key(SparkWorkerOptions options, List<String> jvmFlags) throws IOException {
        var parts = new ArrayList<String>();
        parts.add(fingerprint(options.javaHome().resolve("lib").resolve("modules")));
        for (var jar : options.classPath()) {
            parts.add(fingerprint(jar));
        }
        parts.addAll(jvmFlags);
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
