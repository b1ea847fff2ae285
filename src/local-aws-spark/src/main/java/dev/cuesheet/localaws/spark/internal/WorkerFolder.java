package dev.cuesheet.localaws.spark.internal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * One worker's folder. The worker holds an exclusive lock on {@code alive.lock} from its first moment to its last, and
 * the operating system lets go of it when the process ends in whatever way: the lock, unlike a process id, cannot
 * belong to somebody else later.
 */
public record WorkerFolder(Path path) {

    /** Takes the lock for the life of this process. The channel is left open on purpose. */
    public FileChannel holdAlive() throws IOException {
        var channel = FileChannel.open(lockFile(), CREATE, WRITE);
        channel.lock();
        return channel;
    }

    /**
     * Whether the worker's process lives. Not to be called by the worker itself: on POSIX systems closing any channel
     * of the file would drop the process's lock.
     */
    public boolean isAlive() {
        synchronized (WorkerFolder.class) { // the JVM refuses overlapping locks of its own threads
            try (var channel = FileChannel.open(lockFile(), READ);
                    var lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
                return lock == null;
            } catch (NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot tell whether the worker of " + path + " lives", e);
            }
        }
    }

    /** Waits until the worker's process has ended. Not to be called by the worker itself, nor beside {@link #isAlive}. */
    public void awaitEnd() {
        try (var channel = FileChannel.open(lockFile(), READ);
                var lock = channel.lock(0, Long.MAX_VALUE, true)) {
            lock.acquiredBy();
        } catch (NoSuchFileException e) {
            // it has never begun
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot wait for the worker of " + path, e);
        }
    }

    /** Where the worker and the libraries that it loads put files that nobody needs after it. */
    public Path temporaryFiles() {
        return path.resolve("tmp");
    }

    public Path lockFile() {
        return path.resolve("alive.lock");
    }

    public Path log() {
        return path.resolve("worker.log");
    }
}
