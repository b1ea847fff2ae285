package dev.cuesheet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Watches a process's resident memory until the process ends, in a thread of its own. */
final class PeakMemory {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final Thread watcher;
    private volatile long kilobytes;

    private PeakMemory(Watching watching) {
        watcher = new Thread(() -> run(watching), "peak-memory");
        watcher.setDaemon(true);
        watcher.start();
    }

    private interface Watching {
        void run(LongConsumer marks) throws InterruptedException;
    }

    static PeakMemory of(ProcessHandle process) {
        return new PeakMemory(marks -> watch(process, marks));
    }

    /** Of the largest process that this one starts, which may outlive it. */
    static PeakMemory ofLargestChild(ProcessHandle parent) {
        return new PeakMemory(marks -> {
            var largest = Optional.<ProcessHandle>empty();
            long peak = 0;
            while (parent.isAlive()) {
                for (var child : parent.children().toList()) {
                    long mark = highWaterMark(child.pid()).orElse(0L);
                    if (mark > peak) {
                        peak = mark;
                        largest = Optional.of(child);
                        marks.accept(mark);
                    }
                }
                Thread.sleep(BETWEEN_LOOKS.toMillis());
            }
            if (largest.isPresent()) {
                watch(largest.get(), marks);
            }
        });
    }

    /** The peak, once the process has ended; in megabytes of a million bytes. */
    double megabytes() throws InterruptedException {
        watcher.join();
        if (kilobytes == 0) {
            throw new BenchmarkException("The memory of a process could not be read: this needs Linux's /proc");
        }
        return kilobytes * 1024 / 1e6;
    }

    private void run(Watching watching) {
        try {
            watching.run(mark -> kilobytes = mark);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void watch(ProcessHandle process, LongConsumer marks) throws InterruptedException {
        while (process.isAlive()) {
            highWaterMark(process.pid()).ifPresent(marks::accept);
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        }
    }

    /** Empty when the process has just gone. */
    private static Optional<Long> highWaterMark(long pid) {
        try (var lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}
