package dev.cuesheet.enginejdbc.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** News by PostgreSQL's {@code listen} and {@code notify}, on a connection of its own. */
final class PostgresNews implements News {
    private static final Logger log = LoggerFactory.getLogger(PostgresNews.class);

    private final DataSource server;
    private final String channel;
    private volatile @Nullable Connection connection;

    PostgresNews(DataSource server, String channel) {
        this.server = server;
        this.channel = channel;
    }

    /** A server that is away tells no news; it is asked again the next time. */
    @Override
    public void await(Duration atMost) throws InterruptedException {
        try {
            listening().unwrap(PGConnection.class).getNotifications((int) atMost.toMillis());
        } catch (SQLException e) {
            log.debug("No news from the server", e);
            close();
            Thread.sleep(atMost.toMillis());
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Connection listening() throws SQLException {
        var known = connection;
        if (known == null) {
            known = server.getConnection();
            try (var listen = known.createStatement()) {
                listen.execute("listen \"" + channel + "\"");
            }
            connection = known;
        }
        return known;
    }

    @Override
    public void close() {
        var known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (SQLException e) {
                log.debug("The connection is gone", e);
            }
        }
    }
}
