package dev.cuesheet.localaws.spi;

import java.util.Map;

/**
 * One connection to a cluster's database. Used by one thread at a time; only {@link #cancel} may be called from another.
 */
public interface SqlSession extends AutoCloseable {

    /** Opens a transaction; without one each statement commits by itself. */
    void begin();

    void commit();

    void rollback();

    /**
     * Runs one statement in Redshift's dialect. Named parameters ({@code :name}) are bound as text, never spliced in.
     *
     * @throws SqlFailure when the statement fails; the transaction, if any, is then good for a rollback only
     */
    SqlResult execute(String sql, Map<String, String> parameters);

    /** Stops the statement that runs now; it then fails with a {@link SqlFailure}. Does nothing when none runs. */
    void cancel();

    @Override
    void close();
}
