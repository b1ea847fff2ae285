package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.state.AtomicFiles;
import dev.cuesheet.localaws.internal.state.FolderLock;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

/**
 * Buckets and objects in a folder: {@code <bucket>/<key>} is the object's bytes, as a plain file. Metadata is beside them
 * in {@code .meta}; see {@link Sidecar} for how both change in one step. A file that a person puts into a bucket's folder is
 * an object from then on.
 *
 * <p>A write is whole or nothing, whenever the process dies. For power failures the bytes are forced to the disk before
 * they take the object's place; its metadata is not, since that would double the cost of small objects (some 0.5 ms on an
 * idle disk, over 10 ms on a busy one): the object may then come back without its content type.
 *
 * <p>Safe to share between threads; several processes may work on the same folder.
 */
public final class ObjectStore {
    private static final int LOOKS = 5;

    private final Path folder;
    private final Clock clock;
    private final Buckets buckets;
    private volatile @org.jspecify.annotations.Nullable KeyPlaces places;

    public ObjectStore(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
        this.buckets = new Buckets(this, folder, clock);
    }

    Buckets buckets() {
        return buckets;
    }

    Clock clock() {
        return clock;
    }

    /** A place for what is not an object: uploads under way, settings. */
    Path hidden(String area) {
        return folder.resolve("." + area);
    }

    /** One object's file and metadata, which belong together. */
    record Found(Path file, ObjectMetadata metadata, BasicFileAttributes attributes) {}

    /** One object opened: the bytes stay those of the metadata, whoever replaces or deletes the object meanwhile. */
    record Opened(FileChannel bytes, ObjectMetadata metadata) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            bytes.close();
        }
    }

    /** Looks one object up; empty when there is none, and when there is no such bucket. */
    Optional<Found> find(String bucket, String key) throws IOException {
        for (int look = 1; ; look++) {
            var file = places().find(buckets.folder(bucket), key);
            if (file.isEmpty()) {
                return Optional.empty();
            }
            try {
                var attributes = Files.readAttributes(file.get(), BasicFileAttributes.class);
                var metadata = sidecar(bucket, key).of(attributes);
                if (metadata.isPresent()) {
                    return Optional.of(new Found(file.get(), metadata.get(), attributes));
                }
                if (look > LOOKS) {
                    return adopt(bucket, key, file.get());
                }
            } catch (FileSystemException e) {
                // replaced, moved or deleted between two steps: look again
                if (Files.isRegularFile(file.get()) && look > LOOKS) {
                    throw e;
                }
            }
        }
    }

    /** Opens one object; empty when there is none. */
    Optional<Opened> open(String bucket, String key) throws IOException {
        while (true) {
            var found = find(bucket, key);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            var opened = openIfUnchanged(found.get());
            if (opened.isPresent()) {
                return opened;
            }
        }
    }

    /** Empty when the file was replaced or deleted since it was found. */
    private static Optional<Opened> openIfUnchanged(Found found) throws IOException {
        FileChannel bytes;
        try {
            bytes = FileChannel.open(found.file());
        } catch (FileSystemException e) {
            if (Files.isRegularFile(found.file())) {
                throw e;
            }
            return Optional.empty();
        }
        try {
            if (isSame(found.attributes(), Files.readAttributes(found.file(), BasicFileAttributes.class))) {
                return Optional.of(new Opened(bytes, found.metadata()));
            }
        } catch (FileSystemException e) {
            // gone: told below
        }
        bytes.close();
        return Optional.empty();
    }

    private static boolean isSame(BasicFileAttributes left, BasicFileAttributes right) {
        return Objects.equals(left.fileKey(), right.fileKey())
                && left.lastModifiedTime().equals(right.lastModifiedTime())
                && left.size() == right.size();
    }

    /** Makes room for bytes to come, and works out the checksums while they come. */
    Staged stage(Set<ChecksumAlgorithm> algorithms) throws IOException {
        return new Staged(hidden("tmp"), algorithms);
    }

    /**
     * Makes the finished bytes the object, in one step.
     *
     * @param metadata given the time of the write, what to record; size and ETag fit the bytes
     * @return the metadata as recorded
     */
    ObjectMetadata commit(Staged staged, String bucket, String key, WriteCondition condition, MetadataAt metadata)
            throws IOException {
        return locked(bucket, key, () -> {
            var current = find(bucket, key);
            condition.check(current.map(Found::metadata));
            var recorded = metadata.at(clock.instant().truncatedTo(ChronoUnit.MILLIS));
            writeSidecar(bucket, key, staged.file(), recorded, current);
            places().place(staged.file(), buckets.folder(bucket), key);
            return recorded;
        });
    }

    /** What to record of an object, once the time of its writing is known. */
    @FunctionalInterface
    interface MetadataAt {
        ObjectMetadata at(Instant lastModified);
    }

    /** Changes the metadata alone. The bytes and the time of change stay. */
    void change(String bucket, String key, UnaryOperator<ObjectMetadata> change) throws IOException {
        locked(bucket, key, () -> {
            var found = find(bucket, key).orElseThrow(S3Errors::noSuchKey);
            var stamp = Sidecar.stampOf(found.attributes());
            var version = new Sidecar.Version(stamp, change.apply(found.metadata()));
            AtomicFiles.write(sidecarFile(bucket, key), new Sidecar(key, List.of(version)).toBytes());
            return null;
        });
    }

    /** Removes the object if the condition holds; false when there was none. */
    boolean delete(String bucket, String key, WriteCondition condition) throws IOException {
        return locked(bucket, key, () -> {
            if (condition.ifMatch().isPresent()) {
                condition.check(find(bucket, key).map(Found::metadata));
            }
            var removed = places().remove(buckets.folder(bucket), key);
            Files.deleteIfExists(sidecarFile(bucket, key));
            return removed;
        });
    }

    /** The keys of a bucket that start with the prefix and come after the given one, in order, one file look-up a step. */
    KeyWalk keys(String bucket, String prefix, String after) throws IOException {
        return new KeyWalk(places(), buckets.folder(bucket), prefix, after);
    }

    KeyPlaces places() throws IOException {
        var known = places;
        if (known == null) {
            Files.createDirectories(folder);
            known = new KeyPlaces(dev.cuesheet.localaws.internal.state.SafeNames.of(folder));
            places = known;
        }
        return known;
    }

    /** Sets the file's time, which ties it to its entry, and writes the entry beside that of the version in place. */
    private void writeSidecar(String bucket, String key, Path file, ObjectMetadata metadata, Optional<Found> current)
            throws IOException {
        var standing = current.map(found -> new Sidecar.Version(Sidecar.stampOf(found.attributes()), found.metadata()));
        var micros = ThreadLocalRandom.current().nextInt(1000);
        var stamp = metadata.lastModified().plus(micros, ChronoUnit.MICROS);
        if (standing.isPresent() && standing.get().stamp().equals(stamp)) {
            stamp = metadata.lastModified().plus((micros + 1) % 1000, ChronoUnit.MICROS);
        }
        Files.setLastModifiedTime(file, FileTime.from(stamp));
        var versions = new ArrayList<Sidecar.Version>();
        versions.add(new Sidecar.Version(stamp, metadata));
        standing.ifPresent(versions::add);
        AtomicFiles.writeUnsynced(sidecarFile(bucket, key), new Sidecar(key, versions).toBytes());
    }

    /** Takes a file that nobody wrote through us for an object: works out its ETag and remembers it. */
    private Optional<Found> adopt(String bucket, String key, Path file) throws IOException {
        return locked(bucket, key, () -> {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var known = sidecar(bucket, key).of(attributes);
            if (known.isPresent()) {
                return Optional.of(new Found(file, known.get(), attributes));
            }
            var stamp = Sidecar.stampOf(attributes);
            var metadata = new ObjectMetadata(
                    attributes.size(),
                    md5(file),
                    stamp.truncatedTo(ChronoUnit.MILLIS),
                    ObjectMetadata.Attributes.NONE,
                    Map.of(),
                    Optional.empty(),
                    List.of());
            var sidecar = new Sidecar(key, List.of(new Sidecar.Version(stamp, metadata)));
            AtomicFiles.writeUnsynced(sidecarFile(bucket, key), sidecar.toBytes());
            return Optional.of(new Found(file, metadata, attributes));
        });
    }

    private static String md5(Path file) throws IOException {
        var md5 = ChecksumAlgorithm.digest("MD5");
        try (var in = Files.newInputStream(file)) {
            var buffer = new byte[64 * 1024];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                md5.update(buffer, 0, count);
            }
        }
        return java.util.HexFormat.of().formatHex(md5.digest());
    }

    private Sidecar sidecar(String bucket, String key) throws IOException {
        try {
            return Sidecar.parse(Files.readAllBytes(sidecarFile(bucket, key)));
        } catch (NoSuchFileException e) {
            return new Sidecar(key, List.of());
        }
    }

    private Path sidecarFile(String bucket, String key) {
        var name = java.util.HexFormat.of()
                .formatHex(ChecksumAlgorithm.digest("SHA-256")
                        .digest(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        return buckets.metadataFolder(bucket).resolve(name.substring(0, 2)).resolve(name);
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T locked(
            String bucket, String key, FolderLock.Work<T> work) throws IOException {
        return FolderLock.of(hidden("meta")).holding(bucket + "/" + key, work);
    }

    /** Removes what processes that died left behind in the middle of a write. */
    public void tidyUp() {
        var temporary = hidden("tmp");
        if (!Files.isDirectory(temporary)) {
            return;
        }
        try (var files = Files.list(temporary)) {
            for (var file : (Iterable<Path>) files.filter(AtomicFiles::isAbandoned)::iterator) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tidy up " + temporary, e);
        }
    }

    /** The error for a write that failed. A full disk is told as such, since trying again does not help. */
    static AwsError writeFailed(String bucket, String key, IOException cause) {
        var text = String.valueOf(cause.getMessage());
        var full =
                text.contains("No space left") || text.contains("quota exceeded") || text.contains("not enough space");
        return new AwsError(
                full ? 507 : 500,
                full ? "InsufficientStorage" : "InternalError",
                "Cannot write s3://%s/%s: %s. %s"
                        .formatted(
                                bucket,
                                key,
                                text,
                                full
                                        ? "Free some space on the disk of the local AWS's state folder and try again."
                                        : "See the log of the local AWS."));
    }
}
