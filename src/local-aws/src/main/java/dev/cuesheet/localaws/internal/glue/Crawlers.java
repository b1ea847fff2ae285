package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.glue.GlueService.Surroundings;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The crawlers and what they are at. A crawler is {@code READY}; a start makes it {@code RUNNING}; a stop, or the end of
 * the looking, makes it {@code STOPPING}; it is {@code READY} again once results are written. Each move is one change of
 * the crawler's document, so two starts cannot both succeed. Crawls run on threads of their own and end with the process:
 * crawls that an earlier process left are shown as failed. Safe to share between threads.
 */
final class Crawlers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Crawlers.class);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final JsonFiles<ObjectNode> files;
    private final CrawlHistory history;
    private final CrawlRun.Maker crawls;
    private final Surroundings around;
    private final Map<String, CrawlRun> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "glue-crawler");
        thread.setDaemon(true);
        return thread;
    });

    Crawlers(Surroundings around, CrawlHistory history, CrawlRun.Maker crawls) {
        this.around = around;
        this.files = JsonFiles.in(around.home().resolve("crawlers"), ObjectNode.class);
        this.history = history;
        this.crawls = crawls;
        files.names().forEach(this::settle);
    }

    /** No crawl survives its process, so whatever is not ready now was cut off. */
    private void settle(String name) {
        if (find(name).filter(crawler -> !isReady(crawler)).isEmpty()) {
            return;
        }
        var message =
                "Internal Service Exception: the local AWS ended while the crawl was running. Start the crawler again.";
        log.warn("Crawler {} was cut off by the end of the process before; its crawl counts as failed", name);
        finish(name, history.endUnfinished(name, message, around.clock().instant()));
    }

    List<String> names() {
        return files.names();
    }

    Optional<ObjectNode> find(String name) {
        return files.find(name).map(ObjectNode::deepCopy);
    }

    /** As clients see it. */
    Optional<ObjectNode> shown(String name) {
        return find(name).map(crawler -> {
            var started = crawler.remove("CrawlStarted");
            var elapsed = started == null || isReady(crawler)
                    ? 0
                    : around.clock().millis() - Math.round(started.asDouble() * 1000);
            return crawler.put("CrawlElapsedTime", Math.max(0, elapsed));
        });
    }

    boolean create(String name, ObjectNode crawler) {
        return files.create(name, crawler);
    }

    /** Changes the definition of a crawler that is ready. */
    void change(String name, UnaryOperator<ObjectNode> change) {
        updated(name, "Crawler entry with name " + name + " does not exist", crawler -> {
            requireReady(crawler, "Crawler with name " + name + " is currently running and cannot be updated");
            return change.apply(crawler);
        });
    }

    void delete(String name) {
        var crawler = find(name)
                .orElseThrow(() -> GlueErrors.notFound("Crawler entry with name " + name + " does not exist"));
        requireReady(crawler, "Crawler with name " + name + " is currently running and cannot be deleted");
        files.delete(name);
        history.delete(name);
    }

    void start(String name) {
        var crawl = new AtomicReference<CrawlRun>();
        updated(name, "Crawler with name " + name + " does not exist", crawler -> {
            requireReady(crawler, "Crawler with name " + name + " has already started");
            var run = crawls.make(crawler.deepCopy(), UUID.randomUUID().toString());
            crawl.set(run);
            // Before the state says so, for a stop must find what it is to stop.
            running.put(name, run);
            history.begin(name, run.id(), around.clock().instant());
            return crawler.put("State", "RUNNING")
                    .put("CrawlStarted", Trees.seconds(around.clock().instant()));
        });
        var run = crawl.get();
        log.info("Crawler {} is running", name);
        threads.execute(() -> run(name, run));
    }

    void stop(String name) {
        updated(name, "Crawler with name " + name + " does not exist", crawler -> {
            switch (crawler.path("State").asString()) {
                case "READY" ->
                    throw GlueErrors.error(
                            "CrawlerNotRunningException", "Crawler with name " + name + " isn't running");
                case "STOPPING" ->
                    throw GlueErrors.error(
                            "CrawlerStoppingException", "Crawler with name " + name + " is already stopping");
                default -> {
                    history.cancelling(name);
                    return crawler.put("State", "STOPPING");
                }
            }
        });
        var run = running.get(name);
        if (run != null) {
            run.cancel();
        }
    }

    private void run(String name, CrawlRun run) {
        var end = run.toItsEnd(() -> mayWrite(name));
        try {
            finish(name, history.end(name, run.id(), end, around.clock().instant()));
            log.info("Crawler {} is ready; its crawl {}", name, end.describe());
        } finally {
            running.remove(name, run);
        }
    }

    /** The looking is over: from here on a stop comes too late. False when it came before. */
    private boolean mayWrite(String name) {
        var allowed = new AtomicReference<>(false);
        files.update(name, crawler -> {
            allowed.set(crawler.path("State").asString().equals("RUNNING"));
            return crawler.deepCopy().put("State", "STOPPING");
        });
        return allowed.get();
    }

    private void finish(String name, ObjectNode lastCrawl) {
        files.update(name, crawler -> {
            var ready = crawler.deepCopy().put("State", "READY");
            ready.set("LastCrawl", lastCrawl);
            return ready;
        });
    }

    private void updated(String name, String missing, UnaryOperator<ObjectNode> change) {
        files.update(name, crawler -> change.apply(crawler.deepCopy())).orElseThrow(() -> GlueErrors.notFound(missing));
    }

    private static void requireReady(ObjectNode crawler, String message) {
        if (!isReady(crawler)) {
            throw GlueErrors.error("CrawlerRunningException", message);
        }
    }

    private static boolean isReady(ObjectNode crawler) {
        return crawler.path("State").asString("READY").equals("READY");
    }

    /** Stops the crawls under way and waits for them, so that nothing writes to a folder that may have another owner. */
    @Override
    public void close() {
        running.values().forEach(CrawlRun::cancel);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(PATIENCE_AT_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("A crawl does not end; leaving it behind");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
