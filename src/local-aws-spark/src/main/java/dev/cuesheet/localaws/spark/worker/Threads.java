package dev.cuesheet.localaws.spark.worker;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The worker's own threads, which nobody interrupts but for the one that runs the script. */
final class Threads {
    private static final long DEEP_STACK = 64L << 20; // Spark walks plans by recursion

    private Threads() {}

    static void daemon(String name, Runnable body) {
        var thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** As an executor. */
    static void background(Runnable body) {
        withDeepStack("prepare", body);
    }

    static Thread withDeepStack(String name, Runnable body) {
        var thread = new Thread(null, body, name, DEEP_STACK);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits for a notification; the caller holds the monitor and looks again at what it waits for. */
    static void await(Object monitor) {
        try {
            monitor.wait();
        } catch (InterruptedException e) {
            // left over from a script that was stopped: nothing waits for it any more
        }
    }

    static void sleep(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }
}
