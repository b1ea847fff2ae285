package dev.cuesheet.engine;

import dev.cuesheet.engine.spi.LargeValues;
import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;

/** Keeps large values as files below a folder, each written aside and moved into its place. Safe to share between threads and processes. */
public final class FolderLargeValues implements LargeValues {
    private final Path folder;

    private FolderLargeValues(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** The folder is made when it is needed. */
    public static FolderLargeValues at(Path folder) {
        return new FolderLargeValues(folder);
    }

    @Override
    public void put(String key, String json) {
        var file = file(key);
        try {
            Files.createDirectories(file.getParent());
            var aside = Files.createTempFile(file.getParent(), "writing", null);
            try {
                Files.writeString(aside, json);
                Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(aside);
            }
        } catch (IOException e) {
            throw failure("write", file, e);
        }
    }

    @Override
    public Optional<String> get(String key) {
        var file = file(key);
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failure("read", file, e);
        }
    }

    @Override
    public void deleteUnder(String under) {
        var root = file(under);
        try {
            if (!Files.isDirectory(root)) {
                return;
            }
            try (var files = Files.walk(root)) {
                for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw failure("remove", root, e);
        }
    }

    private Path file(String key) {
        var file = folder.resolve(key).normalize();
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new IllegalArgumentException("the key \"%s\" leads out of the folder %s".formatted(key, folder));
        }
        return file;
    }

    private static StateStoreException failure(String what, Path file, IOException cause) {
        return new StateStoreException("cannot %s the large value %s: %s".formatted(what, file, cause), cause);
    }
}
