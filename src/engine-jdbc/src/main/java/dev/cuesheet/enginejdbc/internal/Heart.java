package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStore.Membership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews the leases of this process's engines, and tells them when others have changed something. It beats every 5 s and
 * a lease ends after 30 s, as Airflow's schedulers do ({@code [scheduler] scheduler_heartbeat_sec} and
 * {@code scheduler_health_check_threshold}); news comes in between, from the database. Two threads while there are
 * engines: one that reads the news may have to wait for a lock in the database, and must not keep the other from saying
 * that this process lives. Safe to share between threads.
 */
public final class Heart implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Heart.class);
    private static final Duration BEAT = Duration.ofSeconds(5);

    /** So many beats may be missed. */
    private static final int BEATS_IN_A_LEASE = 6;

    private final Database database;
    private final Leases leases;
    private final Duration beat;
    private final Duration lease;
    private final Map<RunOwner, Runnable> engines = new LinkedHashMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;

    public Heart(Database database, Leases leases) {
        this(database, leases, BEAT.multipliedBy(BEATS_IN_A_LEASE));
    }

    public Heart(Database database, Leases leases, Duration lease) {
        this.database = database;
        this.leases = leases;
        this.lease = lease;
        this.beat = lease.dividedBy(BEATS_IN_A_LEASE);
    }

    /** The engine lives until the answer is closed. */
    public Membership join(RunOwner engine, Runnable news) {
        leases.renew(engine, lease);
        synchronized (this) {
            engines.put(engine, news);
            if (threads.isEmpty() && !closed) {
                start(this::beat, "cuesheet-heartbeat");
                start(this::read, "cuesheet-news");
            }
        }
        return () -> leave(engine);
    }

    private void start(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
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
        try {
            while (!isClosed()) {
                Thread.sleep(beat.toMillis());
                members().forEach(engine -> trying("A heartbeat", () -> leases.renew(engine.getKey(), lease)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads the news whenever there may be some, and in any case with every beat: of a death nobody tells. */
    private void read() {
        try (var news = database.news()) {
            while (!isClosed()) {
                news.await(beat);
                members().forEach(engine -> trying("Reading the news", engine.getValue()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trying(String what, Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (!isClosed()) {
                log.warn("{} failed and is tried again in {}: {}", what, beat, e.getMessage());
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
        threads.forEach(Thread::interrupt);
    }
}
