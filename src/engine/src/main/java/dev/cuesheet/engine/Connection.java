package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.secrets.ConnectionJson;
import dev.cuesheet.engine.internal.secrets.ConnectionUri;
import dev.cuesheet.engine.internal.secrets.Masking;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How to reach another system, in Airflow's terms. Its text form hides the password and the extra's values.
 *
 * @param id by which tasks ask for it
 * @param type such as {@code postgres} or {@code aws}
 * @param schema the database, where there are several
 * @param extra what else the type needs; values are what JSON has: text, numbers, booleans, nulls, lists and maps
 */
public record Connection(
        String id,
        String type,
        @Nullable String description,
        @Nullable String host,
        @Nullable Integer port,
        @Nullable String schema,
        @Nullable String login,
        @Nullable String password,
        Map<String, @Nullable Object> extra) {

    private static final int LONGEST_ID = 250;

    public Connection {
        requireNonNull(type, "type");
        if (!isId(id)) {
            throw new IllegalArgumentException(
                    "a connection's id has 1 to %d letters, digits and characters of #!()-.:/\\_, got \"%s\""
                            .formatted(LONGEST_ID, id));
        }
        extra = Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    /** Begins a connection. */
    public static Builder named(String id) {
        return new Builder(id);
    }

    /**
     * Reads what Airflow writes: a URI such as {@code postgres://login:password@host:5432/schema?sslmode=require}, with
     * percent-encoding where needed, or a JSON object with {@code conn_type}, {@code host} and so on.
     *
     * @throws EngineException when it is neither; the message repeats nothing of the text but names of fields
     */
    public static Connection parse(String id, String text) {
        try {
            return ConnectionJson.parse(id, text);
        } catch (IllegalArgumentException e) {
            throw new EngineException("connection \"%s\" cannot be read: %s".formatted(id, e.getMessage()), e);
        }
    }

    /** Airflow's URI of it, from which {@link #parse} reads it again, without its description. It holds the secrets. */
    public String toUri() {
        return ConnectionUri.write(this);
    }

    /** One value of the extra as text. */
    public Optional<String> extra(String name) {
        return Optional.ofNullable(extra.get(name)).map(Object::toString);
    }

    /** Everything that is safe to show. */
    @Override
    public String toString() {
        return "Connection %s (%s, host %s, port %s, schema %s, login %s, password %s, extra %s)"
                .formatted(
                        id, type, host, port, schema, login, password == null ? "null" : Masking.MASK, extra.keySet());
    }

    /** Airflow's rule, {@code sanitize_conn_id}. */
    private static boolean isId(String id) {
        return !id.isEmpty()
                && id.length() <= LONGEST_ID
                && id.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_#!()-.:/\\".indexOf(c) >= 0);
    }

    /** A connection in the making. What is not said is absent. */
    public static final class Builder {
        private final String id;
        private String type = "";
        private @Nullable String description;
        private @Nullable String host;
        private @Nullable Integer port;
        private @Nullable String schema;
        private @Nullable String login;
        private @Nullable String password;
        private Map<String, @Nullable Object> extra = Map.of();

        private Builder(String id) {
            this.id = requireNonNull(id, "id");
        }

        public Builder type(String value) {
            type = value;
            return this;
        }

        public Builder description(@Nullable String value) {
            description = value;
            return this;
        }

        public Builder host(@Nullable String value) {
            host = value;
            return this;
        }

        public Builder port(@Nullable Integer value) {
            port = value;
            return this;
        }

        public Builder schema(@Nullable String value) {
            schema = value;
            return this;
        }

        public Builder login(@Nullable String value) {
            login = value;
            return this;
        }

        public Builder password(@Nullable String value) {
            password = value;
            return this;
        }

        public Builder extra(Map<String, ? extends @Nullable Object> values) {
            extra = new LinkedHashMap<>(values);
            return this;
        }

        public Connection build() {
            return new Connection(id, type, description, host, port, schema, login, password, extra);
        }
    }
}
