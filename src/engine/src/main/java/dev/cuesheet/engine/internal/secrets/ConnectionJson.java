package dev.cuesheet.engine.internal.secrets;

import dev.cuesheet.engine.Connection;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Connections as JSON objects, with Airflow's names of the fields. */
public final class ConnectionJson {
    private static final Set<String> FIELDS = Set.of(
            "conn_id", "conn_type", "description", "host", "port", "schema", "login", "password", "extra", "uri");

    private ConnectionJson() {}

    /**
     * Reads an object, or the text of one, or a URI.
     *
     * @throws IllegalArgumentException when it is none of them; the message repeats no value of it
     */
    public static Connection parse(String id, @Nullable Object written) {
        if (written instanceof String text) {
            return text.stripLeading().startsWith("{")
                    ? ofFields(id, object(text, "the connection"))
                    : ConnectionUri.parse(id, text.strip());
        }
        if (written instanceof Map<?, ?> map) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
            return ofFields(id, fields);
        }
        throw new IllegalArgumentException("it is neither a JSON object nor a URI");
    }

    private static Connection ofFields(String id, Map<String, @Nullable Object> fields) {
        for (var name : fields.keySet()) {
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("it has a field \"%s\", which no connection has".formatted(name));
            }
        }
        var uri = text(fields, "uri");
        if (uri != null) {
            return ConnectionUri.parse(id, uri);
        }
        var type = text(fields, "conn_type");
        if (type == null) {
            throw new IllegalArgumentException("it has no conn_type");
        }
        return Connection.named(id)
                .type(type)
                .description(text(fields, "description"))
                .host(text(fields, "host"))
                .port(port(text(fields, "port")))
                .schema(text(fields, "schema"))
                .login(text(fields, "login"))
                .password(text(fields, "password"))
                .extra(extra(fields.get("extra")))
                .build();
    }

    /** The object from which the same connection is read again. */
    public static Map<String, @Nullable Object> write(Connection connection) {
        var fields = new LinkedHashMap<String, @Nullable Object>();
        fields.put("conn_type", connection.type());
        put(fields, "description", connection.description());
        put(fields, "host", connection.host());
        put(fields, "port", connection.port());
        put(fields, "schema", connection.schema());
        put(fields, "login", connection.login());
        put(fields, "password", connection.password());
        put(fields, "extra", connection.extra().isEmpty() ? null : connection.extra());
        return fields;
    }

    /**
     * The members of a JSON object.
     *
     * @param what it is, for the message of the failure
     * @throws IllegalArgumentException when the text is no JSON object
     */
    static Map<String, @Nullable Object> object(String json, String what) {
        try {
            if (PlainJson.read(json) instanceof Map<?, ?> map) {
                var members = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((name, value) -> members.put(String.valueOf(name), value));
                return members;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s must be a JSON object, but %s".formatted(what, e.getMessage()));
        }
        throw new IllegalArgumentException("%s must be a JSON object".formatted(what));
    }

    private static Map<String, @Nullable Object> extra(@Nullable Object written) {
        if (written == null || written.equals("")) {
            return Map.of();
        }
        return object(written instanceof String text ? text : PlainJson.write(written), "extra");
    }

    private static @Nullable Integer port(@Nullable String text) {
        try {
            return text == null ? null : Integer.valueOf(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("its port is not a number");
        }
    }

    private static @Nullable String text(Map<String, @Nullable Object> fields, String name) {
        var value = fields.get(name);
        return value == null || value.equals("") ? null : value.toString();
    }

    private static void put(Map<String, @Nullable Object> fields, String name, @Nullable Object value) {
        if (value != null) {
            fields.put(name, value);
        }
    }
}
