package dev.cuesheet.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the executable stands and what came with it. A distribution keeps everything beside {@code cuesheet.jar}; in
 * a working copy the jar is in {@code target/} and the sources are one folder up.
 *
 * @param jarFolder where {@code cuesheet.jar}, {@code lib/}, {@code spark/} and {@code cache/} are
 * @param root where {@code dags/} and {@code glue-scripts/} are
 */
public record Installation(Path jarFolder, Path root) {

    /** The installation that this very class was loaded from. */
    public static Installation current() {
        try {
            var code = Installation.class.getProtectionDomain().getCodeSource().getLocation();
            var place = Path.of(code.toURI());
            return at(Files.isDirectory(place) ? workingCopyTarget(place) : place.getParent());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of the executable is not a path", e);
        }
    }

    static Installation at(Path jarFolder) {
        var parent = jarFolder.getParent();
        return Files.isDirectory(jarFolder.resolve("dags")) || parent == null
                ? new Installation(jarFolder, jarFolder)
                : new Installation(jarFolder, parent);
    }

    public Path dags() {
        return root.resolve("dags");
    }

    public Path glueScripts() {
        return root.resolve("glue-scripts");
    }

    /** The jars of the Spark worker, apart from ours. */
    public Path sparkJars() {
        return jarFolder.resolve("spark");
    }

    /** What the build compiled ahead: read-only, may be absent. */
    public Path shippedCache() {
        return jarFolder.resolve("cache");
    }

    public Path jar() {
        return jarFolder.resolve("cuesheet.jar");
    }

    /** The main program's libraries. */
    public Path libraries() {
        return jarFolder.resolve("lib");
    }

    /** The flags for Java that the launcher uses; may be absent. */
    public Path jvmOptions() {
        return jarFolder.resolve("bin/jvm.options");
    }

    /** The JVM's archive of the main program's classes; may be absent, or of another Java. */
    public Path classArchive() {
        return shippedCache().resolve("cuesheet.jsa");
    }

    /** Run from compiled classes (an IDE, a test): the working copy's {@code target} stands in for the jar's folder. */
    private static Path workingCopyTarget(Path classes) {
        for (var folder = classes; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("dags")) && Files.isRegularFile(folder.resolve("pom.xml"))) {
                return folder.resolve("target");
            }
        }
        return classes;
    }
}
