package dev.cuesheet.cli.schedule;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;
import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells when something in a folder or below it has changed, once the changes have come to rest. */
public final class DagsFolderWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DagsFolderWatch.class);

    /** Editors and copies write in several steps. */
    private static final long REST_MILLIS = 300;

    private final Path folder;
    private final WatchService watch;
    private final Runnable changed;

    private DagsFolderWatch(Path folder, WatchService watch, Runnable changed) {
        this.folder = folder;
        this.watch = watch;
        this.changed = changed;
    }

    /** @param changed runs on the watch's own thread; what it throws is logged */
    public static DagsFolderWatch start(Path folder, Runnable changed) throws IOException {
        var watch = new DagsFolderWatch(folder, folder.getFileSystem().newWatchService(), changed);
        watch.register();
        var thread = new Thread(watch::look, "watch-dags");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void register() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var folders = Files.walk(folder)) {
            for (var each : folders.filter(Files::isDirectory).toList()) {
                each.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
            }
        }
    }

    private void look() {
        try {
            while (true) {
                clear(watch.take());
                settle();
                tell();
            }
        } catch (ClosedWatchServiceException e) {
            // closed: nobody wants to know any more
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.error("{} cannot be watched any more; restart the scheduler after changes", folder, e);
        }
    }

    /** Waits until nothing has changed for a while. */
    private void settle() throws InterruptedException, IOException {
        register();
        for (var key = watch.poll(REST_MILLIS, MILLISECONDS);
                key != null;
                key = watch.poll(REST_MILLIS, MILLISECONDS)) {
            clear(key);
            register();
        }
    }

    /** A key that is not reset is never heard of again. */
    private static void clear(WatchKey key) {
        key.pollEvents();
        key.reset();
    }

    private void tell() {
        try {
            changed.run();
        } catch (RuntimeException e) {
            log.error("The DAGs in {} could not be loaded again", folder, e);
        }
    }

    @Override
    public void close() throws IOException {
        watch.close();
    }
}
