package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.spi.RunClaim;
import dev.cuesheet.engine.spi.StateStoreException;
import java.sql.SQLException;
import java.util.List;

/**
 * Where the tables are. What the databases do alike is said once, in the tables' classes, in SQL that both understand;
 * here is what each does in its own way: transactions, locks, and many rows at once. Safe to share between threads.
 */
public interface Database extends AutoCloseable {

    /** What is done within a session. */
    @FunctionalInterface
    interface Work<T> {
        T in(Session session) throws SQLException;
    }

    /** Reads. Within the work of this thread's {@link #write} it reads what that work has written. */
    <T> T read(Work<T> work);

    /** Reads and writes as one step; undone when it throws. */
    <T> T write(Work<T> work);

    /** Lets no other process make or claim runs of the DAG until the end of this {@link #write}. */
    void lockRunsOf(Session session, String dagId) throws SQLException;

    /** Lets no other process settle shares of the pool until the end of this {@link #write}. */
    void lockPool(Session session, String pool) throws SQLException;

    /** Adds the instances of a new run. */
    void insert(Session session, long run, List<TaskInstance> instances) throws SQLException;

    /**
     * Applies the changes to the run, all or none.
     *
     * @throws StateStoreException when the run has changed hands since the claim was made
     */
    void commit(RunClaim claim, Changes changes);

    /** The present instant in milliseconds since 1970, as an SQL expression. */
    String nowMillis();

    /**
     * Tells every process that has this database open that something has changed which an engine may wait for. Never fails:
     * who hears nothing looks with the next beat.
     */
    void announce();

    /** Whether all processes that have this database open are on the same host. */
    boolean isOfOneHost();

    /** Hears what is announced from now on. */
    News news();

    @Override
    void close();

    static StateStoreException notOwned(RunClaim claim) {
        return new StateStoreException(
                "run %s of DAG \"%s\" is no longer executed by this process (engine %s): another has taken it over; what came of it here is not stored"
                        .formatted(claim.runId(), claim.dagId(), claim.owner().engineId()));
    }
}
