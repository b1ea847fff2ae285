package dev.cuesheet.enginejdbc.internal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a PostgreSQL database.
 *
 * @param user null to leave it to the URL, the environment or the operating system
 * @param password null to leave it to the URL or {@code ~/.pgpass}
 * @param schema where our tables are, apart from everybody else's
 * @param connections how many at most
 * @param lease for how long an engine that is not heard of counts as alive
 * @param patience how long to wait for a connection, when all are in use or the server is away
 */
public record PostgresSettings(
        String url,
        @Nullable String user,
        @Nullable String password,
        String schema,
        int connections,
        Duration patience,
        Duration lease) {
    /** The pool's own minimum. */
    private static final Duration SHORTEST_PATIENCE = Duration.ofMillis(250);

    private static final Pattern PLAIN_NAME = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

    public PostgresSettings {
        requireNonNull(url, "url");
        requireNonNull(schema, "schema");
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException(
                    "a PostgreSQL URL starts with jdbc:postgresql:, as in jdbc:postgresql://db.example.com/cuesheet; got "
                            + withoutSecrets(url));
        }
        if (!PLAIN_NAME.matcher(schema).matches()) {
            throw new IllegalArgumentException(
                    "a schema's name has lower case letters, digits and underscores; got \"%s\"".formatted(schema));
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections must be at least 1, got " + connections);
        }
        if (patience.compareTo(SHORTEST_PATIENCE) < 0) {
            throw new IllegalArgumentException("patience must be at least 250 ms, got " + patience);
        }
    }

    /** The database as messages name it: without user, password and options. */
    String place() {
        return "PostgreSQL at %s, schema %s".formatted(withoutSecrets(url), schema);
    }

    @Override
    public String toString() {
        return place();
    }

    private static String withoutSecrets(String url) {
        int options = url.indexOf('?');
        var plain = options < 0 ? url : url.substring(0, options);
        return CREDENTIALS.matcher(plain).replaceFirst("//");
    }
}
