package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore.Membership;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of this process's engines, and tells them when others have changed something. It beats every 5 s and
 * a lease ends after 30 s, as Airflow's schedulers do ({@code [scheduler] scheduler_heartbeat_sec} and
 * {@code scheduler_health_check_threshold}); news comes in between, from the database. One thread while there are
 * engines. Safe to share between threads.
 */
public final class Heart implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heart.class);
    private static final Duration BEAT = Duration.ofSeconds(5);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Database database;
    private final Leases leases;
    private final Map<RunOwner, Runnable> engines = new LinkedHashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    public Heart(Database database, Leases leases) {
        this.database = database;
        this.leases = leases;
    }

    /** The engine lives until the answer is closed. */
    public Membership join(RunOwner engine, Runnable news) {
        leases.renew(engine, LEASE);
        synchronized (this) {
            engines.put(engine, news);
            if (thread == null && !closed) {
                thread = new Thread(this::beat, "cuesheet-heartbeat");
                thread.setDaemon(true);
                thread.start();
            }
        }
        return () -> leave(engine);
    }

    private void leave(RunOwner engine) {
        synchronized (this) {
            engines.remove(engine);
        }
        try {
            leases.end(engine);
            database.announce();
        } catch (EngineException e) {
            log.debug("The lease of {} ends by itself", engine.engineId(), e);
        }
    }

    private void beat() {
        try (var news = database.news()) {
            while (!isClosed()) {
                news.await(BEAT);
                members().forEach(this::beatFor);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            if (!isClosed()) {
                log.error("The heartbeat of this process has stopped; others will take over its runs", e);
            }
        }
    }

    private void beatFor(Map.Entry<RunOwner, Runnable> engine) {
        try {
            leases.renew(engine.getKey(), LEASE);
            engine.getValue().run();
        } catch (RuntimeException e) {
            if (!isClosed()) {
                log.warn("A heartbeat failed and is tried again in {}: {}", BEAT, e.getMessage());
            }
        }
    }

    private synchronized List<Map.Entry<RunOwner, Runnable>> members() {
        return List.copyOf(engines.entrySet());
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
