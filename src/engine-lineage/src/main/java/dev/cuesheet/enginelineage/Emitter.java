package dev.cuesheet.enginelineage;

import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClient;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events in their order on a thread of its own, so that neither a slow receiver nor one that is gone holds up a run.
 * What it cannot send is counted, told of once when it begins and once at the end, and dropped.
 */
final class Emitter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Emitter.class);
    private static final int MOST_WAITING = 10_000;

    private final OpenLineageClient client;
    private final Duration patience;
    private final AtomicInteger lost = new AtomicInteger();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), Emitter::daemon);

    /** @param patience how long closing waits for what is still to be sent */
    Emitter(OpenLineageClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** @param event is made on the emitter's thread */
    void emit(Supplier<OpenLineage.RunEvent> event) {
        try {
            thread.execute(() -> send(event));
        } catch (RejectedExecutionException e) {
            lost(e);
        }
    }

    /** Sends what is left, but not for ever. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                lost.addAndGet(thread.shutdownNow().size() + 1);
            }
        } catch (InterruptedException e) {
            lost.addAndGet(thread.shutdownNow().size());
            Thread.currentThread().interrupt();
        }
        if (lost.get() > 0) {
            log.warn("{} lineage events were not sent", lost.get());
        }
        try {
            client.close();
        } catch (Exception | LinkageError e) {
            log.debug("The OpenLineage client could not be closed", e);
        }
    }

    private void send(Supplier<OpenLineage.RunEvent> event) {
        try {
            client.emit(event.get());
        } catch (RuntimeException | LinkageError e) {
            lost(e);
        }
    }

    private void lost(Throwable cause) {
        if (lost.getAndIncrement() == 0) {
            log.warn("A lineage event could not be sent; runs go on, lineage has gaps: {}", cause.toString());
        }
    }

    private static Thread daemon(Runnable work) {
        var made = new Thread(work, "cuesheet-lineage");
        made.setDaemon(true);
        return made;
    }
}
