package dev.cuesheet.localaws.spark.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.spark.package$;
import org.jspecify.annotations.Nullable;
import scala.util.Properties;

/**
 * Compiled scripts by what they were compiled from: the text, the jars, and the versions of Scala and Spark. An entry
 * appears whole or not at all, so several processes may share the folder. The shipped folder is only read.
 */
final class ScriptCache {
    private final Path folder;
    private final @Nullable Path shipped;

    ScriptCache(Path folder, @Nullable Path shipped) {
        this.folder = folder;
        this.shipped = shipped;
    }

    /**
     * The folder of the script's classes, compiled now if need be.
     *
     * @throws ScriptFault when the script does not compile
     */
    Path classesOf(String name, String source, List<Path> jars) throws IOException {
        var key = key(source, jars);
        for (var place : places()) {
            var classes = place.resolve(key);
            if (Files.isDirectory(classes)) {
                return classes;
            }
        }
        Files.createDirectories(folder);
        var draft = Files.createTempDirectory(folder, "compiling-");
        ScriptCompiler.compile(name, source, jars, draft);
        return publish(draft, folder.resolve(key));
    }

    private List<Path> places() {
        var places = new ArrayList<Path>();
        places.add(folder);
        if (shipped != null) {
            places.add(shipped);
        }
        return places;
    }

    private static Path publish(Path draft, Path entry) throws IOException {
        try {
            return Files.move(draft, entry, ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (Files.isDirectory(entry)) { // another process was faster
                return entry;
            }
            throw e;
        }
    }

    private static String key(String source, List<Path> jars) {
        var digest = sha256();
        digest.update(source.getBytes(UTF_8));
        digest.update(
                ("\0" + Properties.versionNumberString() + "\0" + package$.MODULE$.SPARK_VERSION()).getBytes(UTF_8));
        for (var jar : jars) {
            try {
                digest.update(Files.readAllBytes(jar));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + jar, e);
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 16);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
