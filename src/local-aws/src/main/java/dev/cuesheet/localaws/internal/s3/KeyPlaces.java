package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.state.SafeNames;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * Where a key's file is in its bucket's folder. The slashes of a key are folders, and the names are those of
 * {@link SafeNames}, so {@code raw/sales.txt} is the file {@code raw/sales.txt}. S3 may hold both {@code a} and
 * {@code a/b}, a file system may not: the folder has the right to the name then, and the object is the file {@code a%}.
 *
 * <p>Writers of one key exclude one another; writers of other keys, in this and in other processes, may make and remove
 * the folders at any time. Immutable, safe to share between threads.
 */
final class KeyPlaces {
    private static final int ATTEMPTS = 1000;

    private final SafeNames names;

    KeyPlaces(SafeNames names) {
        this.names = names;
    }

    SafeNames names() {
        return names;
    }

    /** The folder of the keys that start with the given text, which is empty or ends in a slash. */
    Path folder(Path bucket, String keyStart) {
        var path = bucket;
        int from = 0;
        for (int slash = keyStart.indexOf('/'); slash >= 0; slash = keyStart.indexOf('/', from)) {
            path = names.resolve(path, keyStart.substring(from, slash));
            from = slash + 1;
        }
        return path;
    }

    /** The file that holds the key's bytes, or empty. */
    Optional<Path> find(Path bucket, String key) {
        var plain = plain(bucket, key);
        if (Files.isRegularFile(plain)) {
            return Optional.of(plain);
        }
        var aside = aside(plain);
        return Files.isRegularFile(aside) ? Optional.of(aside) : Optional.empty();
    }

    /**
     * Moves a finished file to the key's place in one step.
     *
     * @throws AwsError when the bucket is gone
     */
    void place(Path finished, Path bucket, String key) throws IOException {
        var plain = plain(bucket, key);
        for (int attempt = 1; ; attempt++) {
            try {
                makeFolders(bucket, plain.getParent());
                Files.move(finished, target(plain), StandardCopyOption.ATOMIC_MOVE);
                return;
            } catch (FileSystemException e) {
                if (!Files.isDirectory(bucket)) {
                    throw S3Errors.noSuchBucket();
                }
                var becameFolder = Files.isDirectory(plain);
                var lostFolder = e instanceof NoSuchFileException || !Files.isDirectory(plain.getParent());
                if (!becameFolder && !lostFolder || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** Removes the key's file and the folders that are empty then; false when there was none. */
    boolean remove(Path bucket, String key) throws IOException {
        var plain = plain(bucket, key);
        // Aside once more, since the file may have been moved there in between to make room for a folder.
        var removed = removeFile(aside(plain)) | removeFile(plain) | removeFile(aside(plain));
        removeEmptyFolders(bucket, plain.getParent());
        return removed;
    }

    private static boolean removeFile(Path file) throws IOException {
        try {
            return Files.isRegularFile(file) && Files.deleteIfExists(file);
        } catch (FileSystemException e) {
            if (Files.isRegularFile(file)) {
                throw e;
            }
            // a folder has taken its name, or a file the name of its folder
            return false;
        }
    }

    private Path plain(Path bucket, String key) {
        int slash = key.lastIndexOf('/');
        return names.resolve(folder(bucket, key.substring(0, slash + 1)), key.substring(slash + 1));
    }

    private static Path aside(Path plain) {
        return SafeNames.marked(plain);
    }

    private static Path target(Path plain) throws IOException {
        var aside = aside(plain);
        if (Files.isDirectory(plain)) {
            return aside;
        }
        var isAside = Files.isRegularFile(aside);
        if (!Files.isRegularFile(plain)) {
            return isAside ? aside : plain;
        }
        if (isAside) {
            // An older version, left by a process that died while it made room for a folder.
            removeFile(aside);
        }
        return plain;
    }

    private static void makeFolders(Path bucket, Path folder) throws IOException {
        if (folder.equals(bucket) || Files.isDirectory(folder)) {
            return;
        }
        makeFolders(bucket, folder.getParent());
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException e) {
            if (Files.isRegularFile(folder)) {
                Files.move(folder, aside(folder), StandardCopyOption.ATOMIC_MOVE);
                Files.createDirectory(folder);
            }
        }
    }

    private static void removeEmptyFolders(Path bucket, Path folder) throws IOException {
        var current = folder;
        while (!current.equals(bucket)) {
            try {
                if (Files.isDirectory(current)) {
                    Files.deleteIfExists(current);
                }
            } catch (DirectoryNotEmptyException e) {
                return;
            }
            current = current.getParent();
        }
    }
}
