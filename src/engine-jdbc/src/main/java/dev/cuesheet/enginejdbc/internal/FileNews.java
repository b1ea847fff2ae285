package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.spi.StateStoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** News between processes that share a file: a folder beside it that one changes and the others watch. */
final class FileNews implements News {
    private static final Logger log = LoggerFactory.getLogger(FileNews.class);

    private final WatchService watch;

    private FileNews(WatchService watch) {
        this.watch = watch;
    }

    /**
     * Watches for what is announced about the database in this file. Where that cannot be watched, because a limit of the
     * system is reached for example, there is no news between the beats.
     */
    static News about(Path file) {
        var folder = folder(file);
        try {
            Files.createDirectories(folder);
            var watch = folder.getFileSystem().newWatchService();
            folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            return new FileNews(watch);
        } catch (IOException e) {
            log.warn("{} cannot be watched, so what others change is noticed a little later: {}", folder, e.toString());
            return new OnlyBeats();
        }
    }

    /** Wakes those who watch, if anybody ever has. What it tells of is stored already, so that is all it can fail to do. */
    static void announce(Path file) {
        var folder = folder(file);
        try {
            if (Files.isDirectory(folder)) {
                Files.write(folder.resolve("news"), new byte[] {'!'});
            }
        } catch (IOException e) {
            log.warn(
                    "Others notice a little later what was stored, because {} cannot be written: {}",
                    folder,
                    e.toString());
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

    /** No news, but the time passes. */
    private static final class OnlyBeats implements News {
        @Override
        public void await(Duration atMost) throws InterruptedException {
            Thread.sleep(atMost.toMillis());
        }

        @Override
        public void close() {}
    }
}
