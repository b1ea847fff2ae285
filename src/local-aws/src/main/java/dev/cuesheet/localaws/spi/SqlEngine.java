package dev.cuesheet.localaws.spi;

/**
 * The database behind one Redshift cluster. The local AWS opens one for each cluster and closes it on shutdown or when
 * the cluster is deleted. Safe to share between threads.
 */
public interface SqlEngine extends AutoCloseable {

    /**
     * Opens a session: one connection, its transaction and its temporary tables.
     *
     * @throws SqlFailure when there is no such database
     */
    SqlSession openSession(String database, String user);

    /** Creates the database unless it is there. Redshift makes the cluster's {@code DBName} (default {@code dev}). */
    void createDatabase(String name);

    @Override
    void close();
}
