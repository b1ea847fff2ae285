package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.state.AtomicFiles;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The buckets, each a folder, and their settings. Safe to share between threads and processes. */
final class Buckets {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("[0-9]+\\.[0-9]+\\.[0-9]+\\.[0-9]+");

    private final ObjectStore store;
    private final Path folder;
    private final Clock clock;

    /** @param created when, to the millisecond */
    record Bucket(String name, Instant created) {}

    Buckets(ObjectStore store, Path folder, Clock clock) {
        this.store = store;
        this.folder = folder;
        this.clock = clock;
    }

    static boolean isName(String name) {
        return NAME.matcher(name).matches()
                && !name.contains("..")
                && !ADDRESS.matcher(name).matches();
    }

    /**
     * The folder of the bucket's objects, which exists if the bucket does.
     *
     * @throws AwsError when no bucket can have the name
     */
    Path folder(String bucket) {
        if (!isName(bucket)) {
            throw new AwsError(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
        return folder.resolve(bucket);
    }

    Path metadataFolder(String bucket) {
        return store.hidden("meta").resolve(bucket).resolve("objects");
    }

    boolean exists(String bucket) {
        return Files.isDirectory(folder(bucket));
    }

    /** False when the bucket exists already. */
    boolean create(String bucket) throws IOException {
        var path = folder(bucket);
        Files.createDirectories(folder);
        try {
            Files.createDirectory(path);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        putSetting(bucket, "created", clock.instant().toString());
        return true;
    }

    /** All buckets in the order of their names. */
    List<Bucket> all() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .filter(Buckets::isName)
                    .sorted()
                    .map(name -> new Bucket(name, created(name)))
                    .toList();
        }
    }

    private Instant created(String bucket) {
        try {
            var recorded = setting(bucket, "created");
            if (recorded.isPresent()) {
                return Instant.parse(recorded.get());
            }
            return Files.readAttributes(folder(bucket), BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read when the bucket " + bucket + " was created", e);
        }
    }

    /** Removes an empty bucket with its settings and uploads under way. */
    void delete(String bucket) throws IOException {
        var path = folder(bucket);
        if (!exists(bucket)) {
            throw S3Errors.noSuchBucket();
        }
        if (store.keys(bucket, "", "").next() != null) {
            throw notEmpty();
        }
        try {
            removeFolders(path);
        } catch (DirectoryNotEmptyException e) {
            throw notEmpty();
        }
        removeTree(store.hidden("meta").resolve(bucket));
        removeTree(store.hidden("uploads").resolve(bucket));
    }

    private static AwsError notEmpty() {
        return new AwsError(409, "BucketNotEmpty", "The bucket you tried to delete is not empty");
    }

    /** Folders only: a file that came in between stops it. */
    private static void removeFolders(Path path) throws IOException {
        try (var children = Files.newDirectoryStream(path, Files::isDirectory)) {
            for (var child : children) {
                removeFolders(child);
            }
        } catch (NoSuchFileException e) {
            return;
        }
        Files.deleteIfExists(path);
    }

    static void removeTree(Path path) throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (var file : (Iterable<Path>) tree.sorted(Comparator.reverseOrder())::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // nothing to remove
        }
    }

    /** A document that hangs on the bucket, for example its policy. */
    Optional<String> setting(String bucket, String name) throws IOException {
        try {
            return Optional.of(Files.readString(settingFile(bucket, name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    void putSetting(String bucket, String name, String document) throws IOException {
        AtomicFiles.write(settingFile(bucket, name), document.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    void deleteSetting(String bucket, String name) throws IOException {
        Files.deleteIfExists(settingFile(bucket, name));
    }

    private Path settingFile(String bucket, String name) {
        folder(bucket);
        return store.hidden("meta").resolve(bucket).resolve(name);
    }
}
