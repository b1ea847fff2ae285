package dev.cuesheet.engine.internal.execution;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that run attempts, made when needed and let go when idle. They are platform threads on every JVM: a task
 * may be any code, and one that computes or blocks in native code would hold up the others of a few carrier threads.
 */
public final class WorkerPool extends ThreadPoolExecutor {
    private static final int IDLE_SECONDS = 10;

    private WorkerPool(int parallelism, AtomicInteger numbers) {
        super(parallelism, parallelism, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var thread = new Thread(work, "cuesheet-worker-" + numbers.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    /** A pool that runs at most so many attempts at once; what comes beyond that waits its turn. */
    public static WorkerPool of(int parallelism) {
        return new WorkerPool(parallelism, new AtomicInteger());
    }

    /** Whether a thread that has done its work may take more of the same at once, because nothing else waits for it. */
    boolean mayGoOn() {
        return getQueue().isEmpty();
    }
}
