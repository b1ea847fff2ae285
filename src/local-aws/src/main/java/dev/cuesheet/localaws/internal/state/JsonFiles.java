package dev.cuesheet.localaws.internal.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Named JSON documents in a folder, one file each. Any text can be a name. Writes are whole or not at all, and durable
 * on return. Documents are immutable values, usually records; they are read from the disk again only when their file has
 * changed, so that reading often is cheap and still sees what other processes write.
 *
 * <p>Safe to share between threads; several processes may use the same folder.
 *
 * @param <T> the documents' type, as Jackson reads and writes it
 */
public final class JsonFiles<T> {
    private static final String SUFFIX = ".json";
    private static final int CACHED_AT_MOST = 4096;

    private final Path folder;
    private final Class<T> type;
    private final boolean ownerOnly;
    private final SafeNames names = SafeNames.caseFolding();
    private final Map<Path, Cached<T>> cache = new ConcurrentHashMap<>();

    private record Cached<T>(@Nullable Object fileKey, long modified, long size, T document) {
        boolean isStillTrueFor(BasicFileAttributes file) {
            return file.size() == size
                    && file.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS) == modified
                    && java.util.Objects.equals(file.fileKey(), fileKey);
        }
    }

    private JsonFiles(Path folder, Class<T> type, boolean ownerOnly) {
        this.folder = folder;
        this.type = type;
        this.ownerOnly = ownerOnly;
    }

    /** Documents of the type in the folder, which is made with the first document. */
    public static <T> JsonFiles<T> in(Path folder, Class<T> type) {
        return new JsonFiles<>(folder, type, false);
    }

    /** The same for documents that hold secrets: their files can be read by their owner alone. */
    public static <T> JsonFiles<T> ownerOnly(Path folder, Class<T> type) {
        return new JsonFiles<>(folder, type, true);
    }

    /** The document of that name, or empty. */
    public Optional<T> find(String name) {
        return read(fileOf(name));
    }

    /** Writes the document, replacing the one of the same name. */
    public void put(String name, T document) {
        locked(name, () -> {
            write(name, document);
            return null;
        });
    }

    /** Writes the document unless there is one of that name; false when there was. */
    public boolean create(String name, T document) {
        return locked(name, () -> {
            if (Files.exists(fileOf(name))) {
                return false;
            }
            write(name, document);
            return true;
        });
    }

    /**
     * Replaces the document by what the change makes of it, with nobody else writing it in between.
     *
     * @param change may throw, which leaves the document as it was; it must not touch other documents of this folder
     * @return the new document, or empty when there is none of that name
     */
    public Optional<T> update(String name, UnaryOperator<T> change) {
        return locked(name, () -> {
            var current = find(name);
            if (current.isEmpty()) {
                return current;
            }
            var next = change.apply(current.get());
            write(name, next);
            return Optional.of(next);
        });
    }

    /** Removes the document; false when there was none. */
    public boolean delete(String name) {
        return locked(name, () -> {
            var file = fileOf(name);
            cache.remove(file);
            return Files.deleteIfExists(file);
        });
    }

    /** All names in their natural order. */
    public List<String> names() {
        var found = new ArrayList<String>();
        try {
            names.forEach(folder, (name, file) -> {
                if (name.endsWith(SUFFIX)) {
                    found.add(name.substring(0, name.length() - SUFFIX.length()));
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the documents in " + folder, e);
        }
        Collections.sort(found);
        return found;
    }

    /** All documents in the order of their names. One that is deleted meanwhile may be missing. */
    public List<T> all() {
        return names().stream().map(this::find).flatMap(Optional::stream).toList();
    }

    private Path fileOf(String name) {
        return names.resolve(folder, name + SUFFIX);
    }

    private Optional<T> read(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            var known = cache.get(file);
            if (known != null && known.isStillTrueFor(attributes)) {
                return Optional.of(known.document);
            }
            var document = Json.mapper().readValue(Files.readAllBytes(file), type);
            remember(file, attributes, document);
            return Optional.of(document);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the state in " + file, e);
        } catch (JacksonException e) {
            throw new IllegalStateException(
                    "Cannot read the state in " + file + ": it is not the JSON that was expected ("
                            + e.getOriginalMessage() + "). Repair or remove the file.",
                    e);
        }
    }

    /** Attributes from before the read: should the file have changed since, the entry will not match it. */
    private void remember(Path file, BasicFileAttributes attributes, T document) {
        if (cache.size() >= CACHED_AT_MOST) {
            cache.clear();
        }
        var modified = attributes.lastModifiedTime().to(java.util.concurrent.TimeUnit.NANOSECONDS);
        cache.put(file, new Cached<>(attributes.fileKey(), modified, attributes.size(), document));
    }

    private void write(String name, T document) throws IOException {
        var content = Json.mapper().writeValueAsBytes(document);
        if (ownerOnly) {
            AtomicFiles.writeOwnerOnly(fileOf(name), content);
        } else {
            AtomicFiles.write(fileOf(name), content);
        }
    }

    private <R extends @Nullable Object> R locked(String name, FolderLock.Work<R> work) {
        try {
            return FolderLock.of(folder).holding(name, work);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the state of \"" + name + "\" in " + folder, e);
        }
    }
}
