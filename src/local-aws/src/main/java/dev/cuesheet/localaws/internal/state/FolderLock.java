package dev.cuesheet.localaws.internal.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Mutual exclusion between threads and between processes that work in one folder. Keys spread over stripes, so that work
 * on different things seldom waits. A process that dies lets go of what it held. Not for long work, and a thread that
 * holds one key must not ask for another of the same folder. Safe to share between threads.
 */
public final class FolderLock {
    private static final int STRIPES = 64;
    private static final long SHORTEST_PAUSE = Duration.ofNanos(50_000).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(5).toNanos();

    /** The system's file locks belong to the whole process, hence one instance a folder however many stores are open. */
    private static final Map<Path, FolderLock> INSTANCES = new ConcurrentHashMap<>();

    private final Path file;
    private final ReentrantLock[] stripes = new ReentrantLock[STRIPES];
    private volatile @org.jspecify.annotations.Nullable FileChannel channel;

    private FolderLock(Path file) {
        this.file = file;
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new ReentrantLock();
        }
    }

    /** The lock of the folder, which is made if it is missing. */
    public static FolderLock of(Path folder) {
        try {
            Files.createDirectories(folder);
            return INSTANCES.computeIfAbsent(folder.toRealPath().resolve(".lock"), FolderLock::new);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the folder " + folder, e);
        }
    }

    /** Work that may fail with an {@link IOException}. */
    @FunctionalInterface
    public interface Work<T extends @org.jspecify.annotations.Nullable Object> {
        T run() throws IOException;
    }

    /** Does the work while no other thread or process does work for the same key. May be nested for the same key. */
    public <T extends @org.jspecify.annotations.Nullable Object> T holding(String key, Work<T> work)
            throws IOException {
        int stripe = Math.floorMod(key.hashCode(), STRIPES);
        var lock = stripes[stripe];
        lock.lock();
        // An interrupt would close the channel, and with it let go of every lock of this process.
        var interrupted = Thread.interrupted();
        try {
            if (lock.getHoldCount() > 1) {
                return work.run();
            }
            var ours = lock(stripe);
            try {
                return work.run();
            } finally {
                ours.release();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            lock.unlock();
        }
    }

    /**
     * Asks again and again instead of waiting in the system: that sees whole processes only, takes threads of two of them
     * waiting crosswise for different keys for a deadlock, and fails.
     */
    private FileLock lock(int stripe) throws IOException {
        for (long pause = SHORTEST_PAUSE; ; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            var lock = channel().tryLock(stripe, 1, false);
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(pause);
        }
    }

    private FileChannel channel() throws IOException {
        var open = channel;
        if (open == null || !open.isOpen()) {
            synchronized (this) {
                open = channel;
                if (open == null || !open.isOpen()) {
                    open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    channel = open;
                }
            }
        }
        return open;
    }
}
