package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** News between processes that share a file: a folder beside it that one changes and the others watch. */
final class FileNews implements News {
    private final WatchService watch;

    private FileNews(WatchService watch) {
        this.watch = watch;
    }

    /** Watches for what is announced about the database in this file. */
    static FileNews about(Path file) {
        var folder = folder(file);
        try {
            Files.createDirectories(folder);
            var watch = folder.getFileSystem().newWatchService();
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            return new FileNews(watch);
        } catch (IOException e) {
            throw new StateStoreException("%s cannot be watched: %s".formatted(folder, e.getMessage()), e);
        }
    }

    /** Wakes those who watch, if anybody ever has. */
    static void announce(Path file) {
        var folder = folder(file);
        try {
            if (Files.isDirectory(folder)) {
                Files.write(folder.resolve("news"), new byte[] {'!'});
            }
        } catch (IOException e) {
            throw new StateStoreException("%s cannot be written: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private static Path folder(Path file) {
        return file.resolveSibling(file.getFileName() + "-news");
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        var key = watch.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
        if (key != null) {
            key.pollEvents();
            key.reset();
        }
    }

    @Override
    public void close() {
        try {
            watch.close();
        } catch (IOException e) {
            throw new StateStoreException("the watch could not be closed: " + e.getMessage(), e);
        }
    }
}
