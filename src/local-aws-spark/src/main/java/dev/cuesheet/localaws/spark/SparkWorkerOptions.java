package dev.cuesheet.localaws.spark;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How to start the JVM that runs the jobs. Immutable.
 *
 * @param classPath the worker's class path: Spark, Hadoop, the Scala compiler, this room and local-aws
 * @param javaHome the JDK to run on; only its {@code bin/java} is needed
 * @param cacheFolder where compiled scripts and the JVM's class archives are kept; may be deleted at any time
 * @param shippedCache what came with the product for the same purpose, read only: {@code scripts} and {@code classes}
 * @param heapBytes the worker's largest heap, in bytes
 * @param cores how many tasks Spark computes at a time
 * @param classArchive whether to keep an archive of loaded classes, which later workers start from
 * @param jvmFlags further flags, after our own
 */
public record SparkWorkerOptions(
        List<Path> classPath,
        Path javaHome,
        Path cacheFolder,
        @Nullable Path shippedCache,
        long heapBytes,
        int cores,
        boolean classArchive,
        List<String> jvmFlags) {

    private static final long GIB = 1L << 30;

    public SparkWorkerOptions {
        classPath = List.copyOf(classPath);
        jvmFlags = List.copyOf(jvmFlags);
        requireNonNull(javaHome, "javaHome");
        requireNonNull(cacheFolder, "cacheFolder");
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("the worker's class path is empty");
        }
        if (heapBytes < GIB / 2) {
            throw new IllegalArgumentException(
                    "Spark needs a heap of 512 MiB at least, got %d bytes".formatted(heapBytes));
        }
        if (cores < 1) {
            throw new IllegalArgumentException("cores must be positive, got " + cores);
        }
    }

    /** A worker made of every jar in the folder, in the order of their names. */
    public static Builder fromJars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            var jars = files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .map(Path::toAbsolutePath)
                    .sorted()
                    .toList();
            if (jars.isEmpty()) {
                throw new SparkRunnerException(
                        "Cannot run Spark jobs: there is no jar in " + folder + ". Build or unpack the product again.");
            }
            return new Builder(jars);
        } catch (IOException e) {
            throw new SparkRunnerException(
                    "Cannot run Spark jobs: cannot read the folder of Spark's jars " + folder + ". Build or unpack the"
                            + " product again.",
                    e);
        }
    }

    /** A worker with the class path of this JVM, for tests. */
    public static Builder fromCurrentClassPath() {
        return new Builder(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isBlank())
                .map(entry -> Path.of(entry).toAbsolutePath())
                .toList());
    }

    Optional<Path> shippedScripts() {
        return Optional.ofNullable(shippedCache).map(folder -> folder.resolve("scripts"));
    }

    Optional<Path> shippedClasses() {
        return Optional.ofNullable(shippedCache).map(folder -> folder.resolve("classes"));
    }

    /** Builds {@link SparkWorkerOptions}; everything but the class path and the cache folder has a default. */
    public static final class Builder {
        private final List<Path> classPath;
        private Path javaHome = Path.of(System.getProperty("java.home"));
        private @Nullable Path cacheFolder;
        private @Nullable Path shippedCache;
        private long heapBytes = 2 * GIB;
        private int cores = Runtime.getRuntime().availableProcessors();
        private boolean classArchive = true;
        private List<String> jvmFlags = List.of();

        private Builder(List<Path> classPath) {
            this.classPath = classPath;
        }

        public Builder javaHome(Path folder) {
            javaHome = folder;
            return this;
        }

        public Builder cacheFolder(Path folder) {
            cacheFolder = folder;
            return this;
        }

        public Builder shippedCache(Path folder) {
            shippedCache = folder;
            return this;
        }

        public Builder heapBytes(long bytes) {
            heapBytes = bytes;
            return this;
        }

        public Builder cores(int count) {
            cores = count;
            return this;
        }

        public Builder classArchive(boolean keep) {
            classArchive = keep;
            return this;
        }

        public Builder jvmFlags(String... flags) {
            jvmFlags = List.of(flags);
            return this;
        }

        public SparkWorkerOptions build() {
            return new SparkWorkerOptions(
                    classPath,
                    javaHome.toAbsolutePath(),
                    requireNonNull(cacheFolder, "cacheFolder").toAbsolutePath(),
                    shippedCache,
                    heapBytes,
                    cores,
                    classArchive,
                    jvmFlags);
        }
    }
}
