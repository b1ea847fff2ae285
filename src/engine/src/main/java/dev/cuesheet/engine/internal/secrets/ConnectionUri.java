package dev.cuesheet.engine.internal.secrets;

import dev.cuesheet.engine.Connection;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Connections as Airflow writes them in one line: {@code type://login:password@host:port/schema?extra=value}. The rules
 * are those of Airflow's {@code models/connection.py} ({@code _parse_from_uri} and {@code get_uri}), which rest on
 * Python's {@code urlsplit}; so a host is lower case unless it is a path, and what is empty is absent.
 */
public final class ConnectionUri {
    /** The query parameter that holds an extra that is more than a list of texts. */
    private static final String EXTRA = "__extra__";

    private static final String SEPARATOR = "://";
    private static final int LARGEST_PORT = 65_535;

    private ConnectionUri() {}

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException when it is not such a URI; the message repeats nothing of it
     */
    public static Connection parse(String id, String uri) {
        int end = uri.indexOf(SEPARATOR);
        if (end <= 0 || !isScheme(uri.substring(0, end))) {
            throw new IllegalArgumentException(
                    "it is neither a JSON object nor a URI like type://login:password@host:port/schema");
        }
        var connection = Connection.named(id).type(type(uri.substring(0, end)));
        var rest = uri.substring(end + SEPARATOR.length());
        var protocol = "";
        int second = rest.indexOf(SEPARATOR);
        if (second >= 0) {
            protocol = rest.substring(0, second);
            rest = rest.substring(second + SEPARATOR.length());
            if (rest.contains(SEPARATOR) || !isScheme(protocol)) {
                throw new IllegalArgumentException(
                        "it has \"://\" in a place where it must be written as %3A%2F%2F; only the host may have a protocol");
            }
            protocol = protocol.toLowerCase(Locale.ROOT) + SEPARATOR;
        }
        return rest(rest, protocol, connection).build();
    }

    private static Connection.Builder rest(String text, String protocol, Connection.Builder connection) {
        var rest = before(text, '#');
        var query = after(rest, '?');
        rest = before(rest, '?');
        var place = before(rest, '/');
        var schema = after(rest, '/');
        int at = place.lastIndexOf('@');
        if (at >= 0) {
            var user = place.substring(0, at);
            connection.login(textOrNull(before(user, ':')));
            connection.password(textOrNull(after(user, ':')));
        }
        var hostAndPort = place.substring(at + 1);
        var host = host(hostAndPort);
        connection.host(host.isEmpty() ? null : protocol + host);
        connection.port(port(hostAndPort));
        connection.schema(textOrNull(schema));
        return query == null || query.isEmpty() ? connection : connection.extra(extra(query));
    }

    private static String host(String hostAndPort) {
        if (hostAndPort.startsWith("[")) {
            return String.valueOf(before(hostAndPort.substring(1), ']')).toLowerCase(Locale.ROOT);
        }
        var raw = before(hostAndPort, ':');
        var host = Percent.decode(raw.toLowerCase(Locale.ROOT));
        return host.contains("/") ? Percent.decode(raw) : host;
    }

    private static @Nullable Integer port(String hostAndPort) {
        var text = after(hostAndPort.startsWith("[") ? String.valueOf(after(hostAndPort, ']')) : hostAndPort, ':');
        if (text == null || text.isEmpty()) {
            return null;
        }
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9') || text.length() > 5) {
            throw new IllegalArgumentException(
                    "its port is not a number; in a password, write : and / and @ as %3A, %2F and %40");
        }
        int port = Integer.parseInt(text);
        if (port > LARGEST_PORT) {
            throw new IllegalArgumentException("its port %d is larger than %d".formatted(port, LARGEST_PORT));
        }
        return port;
    }

    private static Map<String, @Nullable Object> extra(String query) {
        var parameters = new LinkedHashMap<String, @Nullable Object>();
        for (var pair : query.split("&")) {
            if (!pair.isEmpty()) {
                var value = after(pair, '=');
                parameters.put(Percent.decodePlus(before(pair, '=')), value == null ? "" : Percent.decodePlus(value));
            }
        }
        var whole = parameters.get(EXTRA);
        return whole == null ? parameters : ConnectionJson.object(String.valueOf(whole), EXTRA);
    }

    /** The one line from which the same connection is read again, but for its description. */
    public static String write(Connection connection) {
        var uri = new StringBuilder(connection.type().toLowerCase(Locale.ROOT).replace('_', '-')).append(SEPARATOR);
        var host = connection.host() == null ? "" : connection.host();
        int protocol = host.indexOf(SEPARATOR);
        if (protocol >= 0) {
            uri.append(host, 0, protocol + SEPARATOR.length());
            host = host.substring(protocol + SEPARATOR.length());
        }
        int begin = uri.length();
        if (connection.login() != null) {
            uri.append(Percent.encode(connection.login()));
        }
        if (connection.password() != null) {
            uri.append(':').append(Percent.encode(connection.password()));
        }
        if (uri.length() > begin) {
            uri.append('@');
        }
        if (host.contains(":") && !host.contains("/")) {
            uri.append('[').append(host).append(']'); // an IPv6 address
        } else {
            uri.append(Percent.encode(host));
        }
        if (connection.port() != null) {
            uri.append(uri.length() == begin ? "@:" : ":").append(connection.port());
        }
        if (connection.schema() != null) {
            uri.append('/').append(Percent.encode(connection.schema()));
        }
        if (!connection.extra().isEmpty()) {
            uri.append(connection.schema() == null ? "/?" : "?").append(query(connection.extra()));
        }
        return uri.toString();
    }

    private static String query(Map<String, @Nullable Object> extra) {
        boolean texts = extra.values().stream().allMatch(String.class::isInstance) && !extra.containsKey(EXTRA);
        if (!texts) {
            return EXTRA + "=" + Percent.encodePlus(PlainJson.write(extra));
        }
        return extra.entrySet().stream()
                .map(entry ->
                        Percent.encodePlus(entry.getKey()) + "=" + Percent.encodePlus(String.valueOf(entry.getValue())))
                .collect(Collectors.joining("&"));
    }

    private static String type(String scheme) {
        var type = scheme.toLowerCase(Locale.ROOT);
        return type.equals("postgresql") ? "postgres" : type.replace('-', '_');
    }

    private static boolean isScheme(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "+-._".indexOf(c) >= 0);
    }

    private static @Nullable String textOrNull(@Nullable String encoded) {
        return encoded == null || encoded.isEmpty() ? null : Percent.decode(encoded);
    }

    private static String before(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? text : text.substring(0, at);
    }

    private static @Nullable String after(String text, char mark) {
        int at = text.indexOf(mark);
        return at < 0 ? null : text.substring(at + 1);
    }
}
