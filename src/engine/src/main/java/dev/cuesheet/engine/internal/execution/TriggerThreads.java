package dev.cuesheet.engine.internal.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that all triggers of an engine share, made with the first trigger. Virtual ones where the JVM has them: a
 * trigger's looks mostly wait for an answer. Otherwise few platform threads, let go when idle. Safe to share between
 * threads.
 */
public final class TriggerThreads implements Executor, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TriggerThreads.class);
    private static final int PLATFORM_THREADS = 8;
    private static final int IDLE_SECONDS = 10;
    private static final int GRACE_SECONDS = 10;

    private final @Nullable Executor given;
    private @Nullable ExecutorService own;
    private int promised;
    private boolean closed;

    /** @param given somebody else's threads; null for threads of its own */
    public TriggerThreads(@Nullable Executor given) {
        this.given = given;
    }

    /** Does the work soon; never, once these threads are closed. */
    @Override
    public void execute(Runnable work) {
        var executor = executor();
        if (executor == null) {
            return;
        }
        try {
            executor.execute(work);
        } catch (RejectedExecutionException e) {
            log.debug("Work of a trigger came after the engine was closed", e);
        }
    }

    /** The same, but {@link #close} waits for it. */
    void executeForSure(Runnable work) {
        synchronized (this) {
            if (closed) {
                return;
            }
            promised++;
        }
        execute(() -> {
            try {
                work.run();
            } finally {
                kept();
            }
        });
    }

    private synchronized void kept() {
        promised--;
        notifyAll();
    }

    private synchronized @Nullable Executor executor() {
        if (given != null) {
            return given;
        }
        if (own == null && !closed) {
            own = make();
        }
        return own;
    }

    /** Waits a while for what is promised; what else is under way is interrupted. */
    @Override
    public synchronized void close() {
        closed = true;
        try {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
            for (long left = end - System.nanoTime(); promised > 0 && left > 0; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
            if (promised > 0) {
                log.warn("{} calls that end work elsewhere have not come back", promised);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (own != null) {
                own.shutdownNow();
            }
        }
    }

    private static ExecutorService make() {
        try {
            return virtual();
        } catch (ReflectiveOperationException e) {
            log.debug("This JVM has no virtual threads", e);
        }
        var numbers = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                PLATFORM_THREADS,
                PLATFORM_THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                work -> {
                    var thread = new Thread(work, "cuesheet-trigger-" + numbers.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** By reflection: they came with Java 21, and this is compiled for 17. */
    private static ExecutorService virtual() throws ReflectiveOperationException {
        var builderType = Class.forName("java.lang.Thread$Builder");
        var builder = Thread.class.getMethod("ofVirtual").invoke(null);
        var named = builderType.getMethod("name", String.class, long.class).invoke(builder, "cuesheet-trigger-", 1L);
        var threads = (ThreadFactory) builderType.getMethod("factory").invoke(named);
        return (ExecutorService) Executors.class
                .getMethod("newThreadPerTaskExecutor", ThreadFactory.class)
                .invoke(null, threads);
    }
}
