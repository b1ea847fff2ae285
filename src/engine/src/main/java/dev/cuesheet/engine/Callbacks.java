package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.execution.Aftermath;
import dev.cuesheet.engine.internal.execution.Moment;
import dev.cuesheet.engine.internal.execution.Surroundings;
import dev.cuesheet.engine.spi.StoredDeadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Calls callbacks, each in its turn: those about one run in order, those about different runs at once. What they do, how
 * long they take and whether they throw does not matter to any run. Safe to share between threads.
 */
final class Callbacks implements Aftermath, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Callbacks.class);

    private static final String MDC_DAG = "dag";
    private static final String MDC_RUN = "run";
    private static final int THREADS = 8;
    private static final Duration IDLE = Duration.ofSeconds(10);

    /** How long the engine's end waits for callbacks. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Supplier<Surroundings> around;
    private final Runnable news;
    private final Executor executor;
    private final Executor newsExecutor;
    private final List<ThreadPoolExecutor> own;
    private final AtomicBoolean newsToCome = new AtomicBoolean();

    /** What is still to be called about runs; those of a run that has none are gone. */
    private final Map<RunId, Queue> queues = new HashMap<>();

    private record RunId(String dagId, String runId) {}

    /** The calls about one run, of which one at a time is made. Under the lock of the queues. */
    private static final class Queue {
        final Deque<Runnable> calls = new ArrayDeque<>();
    }

    /**
     * @param around what runs share, asked for once there is a run
     * @param news tells schedulers that assets were updated
     * @param given calls instead of threads of our own; null for those
     */
    Callbacks(Supplier<Surroundings> around, Runnable news, @Nullable Executor given) {
        this.around = around;
        this.news = news;
        own = given == null ? List.of(pool("callback", THREADS), pool("assets", 1)) : List.of();
        executor = given == null ? own.get(0) : given;
        newsExecutor = given == null ? own.get(1) : given;
    }

    private static ThreadPoolExecutor pool(String name, int threads) {
        var number = new AtomicInteger();
        var pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(), work -> {
                    var thread = new Thread(work, "cuesheet-%s-%d".formatted(name, number.incrementAndGet()));
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void happened(Dag dag, DagRun run, List<Moment> moments) {
        for (var moment : moments) {
            var instance = moment.instance();
            var callbacks = dag.callbacks().ofTask(instance.taskId(), moment.kind());
            call(
                    callbacks,
                    run,
                    new CallbackTemplates(
                            around.get(),
                            moment.kind(),
                            dag.structure(),
                            run,
                            instance,
                            instance.note(),
                            moment.error(),
                            null));
        }
    }

    @Override
    public void ended(Dag dag, DagRun run, CallbackKind kind, @Nullable TaskInstance last, String reason) {
        call(
                dag.callbacks().ofDag(kind),
                run,
                new CallbackTemplates(around.get(), kind, dag.structure(), run, last, reason, null, null));
    }

    /** A run has missed a deadline. */
    void missed(Dag dag, DagRun run, StoredDeadline deadline) {
        call(
                dag.callbacks().ofDeadline(deadline.name()),
                run,
                new CallbackTemplates(
                        around.get(),
                        CallbackKind.ON_DEADLINE,
                        dag.structure(),
                        run,
                        null,
                        deadline.name(),
                        null,
                        new MissedDeadline(deadline.name(), deadline.due())));
    }

    /** Not on the thread that brought them: it may hold what a scheduler waits for. Several at once are told once. */
    @Override
    public void assetsUpdated() {
        if (!newsToCome.getAndSet(true)) {
            try {
                newsExecutor.execute(() -> {
                    newsToCome.set(false);
                    news.run();
                });
            } catch (RejectedExecutionException e) {
                log.debug("Nobody here is told of updated assets any more", e);
            }
        }
    }

    private void call(List<Callback> callbacks, DagRun run, CallbackContext context) {
        callbacks.forEach(callback -> put(new RunId(run.dagId(), run.runId()), () -> call(callback, context)));
    }

    private void put(RunId run, Runnable call) {
        synchronized (queues) {
            var known = queues.get(run);
            if (known != null) {
                known.calls.add(call);
                return;
            }
            var queue = new Queue();
            queue.calls.add(call);
            queues.put(run, queue);
        }
        try {
            executor.execute(() -> callAll(run));
        } catch (RejectedExecutionException e) {
            log.warn("A callback of run {} of DAG {} comes too late to be called", run.runId, run.dagId);
        }
    }

    private void callAll(RunId run) {
        for (var call = next(run); call != null; call = next(run)) {
            call.run();
        }
    }

    private @Nullable Runnable next(RunId run) {
        synchronized (queues) {
            var queue = queues.get(run);
            var call = queue == null ? null : queue.calls.poll();
            if (call == null) {
                queues.remove(run);
            }
            return call;
        }
    }

    private static void call(Callback callback, CallbackContext context) {
        MDC.put(MDC_DAG, context.run().dagId());
        MDC.put(MDC_RUN, context.run().runId());
        try {
            callback.call(context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("The {} callback of {} was interrupted", context.kind().label(), nameOf(context));
        } catch (Exception | LinkageError | AssertionError e) {
            log.error(
                    "The {} callback of {} failed; nothing else is affected",
                    context.kind().label(),
                    nameOf(context),
                    e);
        } finally {
            MDC.remove(MDC_DAG);
            MDC.remove(MDC_RUN);
        }
    }

    private static String nameOf(CallbackContext context) {
        return context.taskInstance()
                .map(instance -> instance.key().display())
                .orElseGet(() -> "DAG " + context.run().dagId());
    }

    /** Waits a little for what is to be called, and interrupts what takes longer. */
    @Override
    public void close() {
        own.forEach(ThreadPoolExecutor::shutdown);
        try {
            long until = System.nanoTime() + GRACE.toNanos();
            for (var pool : own) {
                if (!pool.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    log.warn("Callbacks did not end within {} and are interrupted", GRACE);
                    pool.shutdownNow();
                }
            }
        } catch (InterruptedException e) {
            own.forEach(ThreadPoolExecutor::shutdownNow);
            Thread.currentThread().interrupt();
        }
    }
}
