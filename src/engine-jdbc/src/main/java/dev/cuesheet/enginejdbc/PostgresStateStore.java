package dev.cuesheet.enginejdbc;

import dev.cuesheet.engine.spi.StateStoreException;
import dev.cuesheet.enginejdbc.internal.PostgresDatabase;
import dev.cuesheet.enginejdbc.internal.PostgresSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the state of runs in a schema of a PostgreSQL database, which engines on any number of hosts may have open. What
 * a method has stored survives the death of the process, and of the server as far as the server promises (by default
 * even a power cut). Safe to share between threads.
 *
 * <p>Needs {@code org.postgresql:postgresql}, {@code com.zaxxer:HikariCP} and
 * {@code org.flywaydb:flyway-database-postgresql} beside this artifact, which does not bring them to those who keep their
 * state in a file.
 */
public final class PostgresStateStore extends JdbcStateStore {
    private PostgresStateStore(PostgresDatabase database, Duration lease) {
        super(database, lease);
    }

    /**
     * Where the database is.
     *
     * @param url for example {@code jdbc:postgresql://db.example.com/cuesheet}, with the driver's options if any
     */
    public static Builder at(String url) {
        return new Builder(url);
    }

    /** How to connect. */
    public static final class Builder {
        private static final int CONNECTIONS = 8;
        private static final int SHORTEST_LEASE_MILLIS = 1_000;

        private final String url;
        private @Nullable String user;
        private @Nullable String password;
        private String schema = "cuesheet";
        private int connections = CONNECTIONS;
        private Duration patience = Duration.ofSeconds(30);
        private Duration lease = Duration.ofSeconds(30);

        private Builder(String url) {
            this.url = url;
        }

        public Builder user(String name) {
            user = name;
            return this;
        }

        /** Without one, the driver looks into {@code ~/.pgpass}. */
        public Builder password(String secret) {
            password = secret;
            return this;
        }

        /** The schema of our tables, made when it is not there; {@code cuesheet} unless said here. */
        public Builder schema(String name) {
            schema = name;
            return this;
        }

        /** How many connections to open at most; 8 unless said here. */
        public Builder connections(int atMost) {
            connections = atMost;
            return this;
        }

        /** How long to wait for a server that is away for a moment, as when it restarts; 30 s unless said here. */
        public Builder patience(Duration atMost) {
            patience = atMost;
            return this;
        }

        /**
         * For how long an engine that is not heard of counts as alive, after which others take its runs over; 30 s unless
         * said here, as with Airflow's schedulers. An engine makes itself heard six times as often. Engines that share a
         * schema should be given the same.
         */
        public Builder lease(Duration time) {
            if (time.toMillis() < SHORTEST_LEASE_MILLIS) {
                throw new IllegalArgumentException("a lease must last at least 1 s, got " + time);
            }
            lease = time;
            return this;
        }

        /**
         * Connects, makes the tables when they are not there, and brings them to this version when an older one made
         * them.
         *
         * @throws StateStoreException when the database cannot be reached or was written by a later version
         * @throws IllegalArgumentException when a setting makes no sense
         */
        public PostgresStateStore open() {
            var settings = new PostgresSettings(url, user, password, schema, connections, patience, lease);
            try {
                return new PostgresStateStore(PostgresDatabase.open(settings), lease);
            } catch (NoClassDefFoundError e) {
                throw new StateStoreException(
                        "the state in PostgreSQL needs org.postgresql:postgresql, com.zaxxer:HikariCP and org.flywaydb:flyway-database-postgresql on the class path; not found: "
                                + e.getMessage(),
                        e);
            }
        }
    }
}
