package dev.cuesheet.enginejdbc.internal;

import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.spi.RunOwner;
import dev.cuesheet.engine.spi.StateStoreException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** Adds the instances of a new run. */
    void insert(Session session, long run, List<TaskInstance> instances) throws SQLException;

    /**
     * Applies the changes to the run, all or none.
     *
     * @param fence null to ask for the owner alone
     * @throws StateStoreException when the run is not the owner's, or has changed hands since it had this fence
     */
    void commit(String dagId, String runId, RunOwner owner, @Nullable Long fence, Changes changes);

    /** The present instant in milliseconds since 1970, as an SQL expression. */
    String nowMillis();

    /** Locks rows of the table against others within this {@link #write}, leaving out those that are locked. */
    String lockSkippingLocked(String table);

    @Override
    void close();

    static StateStoreException notOwned(String dagId, String runId, RunOwner owner) {
        return new StateStoreException(
                "run %s of DAG \"%s\" is no longer executed by this process (engine %s): another has taken it over; what came of it here is not stored"
                        .formatted(runId, dagId, owner.engineId()));
    }
}
