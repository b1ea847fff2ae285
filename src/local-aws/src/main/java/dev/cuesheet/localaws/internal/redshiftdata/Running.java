package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.spi.SqlSession;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A statement under way. One thread runs it; any may look at it, wait for it and cancel it. */
final class Running {
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Statement statement;
    private volatile boolean cancelled;
    private @Nullable SqlSession session;

    Running(Statement statement) {
        this.statement = statement;
    }

    Statement statement() {
        return statement;
    }

    /** Replaces what is known; only the thread that runs the statement calls this. */
    void set(Statement next) {
        statement = next;
    }

    synchronized void runsIn(SqlSession sql) {
        session = sql;
        if (cancelled) {
            sql.cancel();
        }
    }

    synchronized void leftSession() {
        session = null;
    }

    synchronized void cancel() {
        cancelled = true;
        var sql = session;
        if (sql != null) {
            sql.cancel();
        }
    }

    boolean isCancelled() {
        return cancelled;
    }

    void end() {
        over.countDown();
    }

    boolean isOver() {
        return over.getCount() == 0;
    }

    /** Waits for the end, at most so long. */
    void await(Duration atMost) {
        try {
            over.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
