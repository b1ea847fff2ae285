package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.spi.SqlSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Database sessions that outlive their statements, for as long as the caller asked after the last one. They end with the
 * process. Safe to share between threads.
 */
final class DataSessions implements AutoCloseable {
    private static final int MOST = 500;

    /** A session's target and its connection. */
    record Target(String cluster, String database, String user) {}

    private static final class Open {
        private final Target target;
        private final SqlSession sql;
        private Duration keepAlive;
        private boolean busy = true;
        private long uses;

        private Open(Target target, SqlSession sql, Duration keepAlive) {
            this.target = target;
            this.sql = sql;
            this.keepAlive = keepAlive;
        }
    }

    private final Map<String, Open> sessions = new HashMap<>();
    private @Nullable ScheduledExecutorService reaper;

    synchronized Optional<Target> target(String id) {
        return Optional.ofNullable(sessions.get(id)).map(open -> open.target);
    }

    synchronized void checkRoom() {
        if (sessions.size() >= MOST) {
            throw DataErrors.tooManySessions(MOST);
        }
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    /** Keeps a session that was opened for its first statement, which it is busy with. */
    synchronized void keep(String id, Target target, SqlSession sql, Duration keepAlive) {
        sessions.put(id, new Open(target, sql, keepAlive));
    }

    /** Takes the session for one statement, or says that it is gone or busy. */
    synchronized SqlSession take(String id) {
        var open = sessions.get(id);
        if (open == null) {
            throw DataErrors.notFound("Session " + id + " does not exist or has ended.");
        } else if (open.busy) {
            throw DataErrors.validation("Session " + id + " is busy with another statement.");
        }
        open.busy = true;
        open.uses++;
        return open.sql;
    }

    /** Gives the session back. It ends when no statement takes it for as long as it is to be kept. */
    synchronized void giveBack(String id, @Nullable Duration keepAlive) {
        var open = sessions.get(id);
        if (open == null) {
            return;
        }
        open.busy = false;
        if (keepAlive != null) {
            open.keepAlive = keepAlive;
        }
        long uses = open.uses;
        if (reaper == null) {
            reaper = Executors.newSingleThreadScheduledExecutor(task -> {
                var thread = new Thread(task, "redshift-data-sessions");
                thread.setDaemon(true);
                return thread;
            });
        }
        reaper.schedule(() -> end(id, uses), open.keepAlive.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void end(String id, long uses) {
        SqlSession ended = null;
        synchronized (this) {
            var open = sessions.get(id);
            if (open != null && !open.busy && open.uses == uses) {
                sessions.remove(id);
                ended = open.sql;
            }
        }
        if (ended != null) {
            ended.close();
        }
    }

    @Override
    public void close() {
        ArrayList<Open> open;
        synchronized (this) {
            open = new ArrayList<>(sessions.values());
            sessions.clear();
            if (reaper != null) {
                reaper.shutdownNow();
            }
        }
        open.forEach(session -> session.sql.close());
    }
}
