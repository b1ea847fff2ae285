package dev.cuesheet.localaws.internal.http;

import com.sun.net.httpserver.HttpExchange;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One request as it came: nothing decoded but what is asked for. For one thread. */
public final class Request {
    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final SortedMap<String, List<String>> headers = new TreeMap<>();
    private final InputStream body;
    private final Query query;

    public Request(String method, String target, SortedMap<String, List<String>> headers, InputStream body) {
        this.method = method;
        var path = withoutAuthority(target);
        int question = path.indexOf('?');
        this.rawPath = question < 0 ? path : path.substring(0, question);
        this.rawQuery = question < 0 ? "" : path.substring(question + 1);
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.body = body;
        this.query = Query.parse(rawQuery);
    }

    static Request of(HttpExchange exchange) {
        return new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                new TreeMap<>(exchange.getRequestHeaders()),
                exchange.getRequestBody());
    }

    private static String withoutAuthority(String target) {
        if (target.startsWith("http://") || target.startsWith("https://")) {
            int slash = target.indexOf('/', target.indexOf("//") + 2);
            return slash < 0 ? "/" : target.substring(slash);
        }
        return target;
    }

    public String method() {
        return method;
    }

    /** The path as sent, still percent-encoded. */
    public String rawPath() {
        return rawPath;
    }

    /** The query string as sent, without the question mark; empty when there is none. */
    public String rawQuery() {
        return rawQuery;
    }

    public Query query() {
        return query;
    }

    /** All headers by lower-case name. */
    public SortedMap<String, List<String>> headers() {
        return headers;
    }

    /** The header's first value; the name is lower case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** The length that the client announced, in bytes; empty for chunked transfer. */
    public OptionalLong contentLength() {
        var header = header("content-length");
        try {
            return header.isPresent()
                    ? OptionalLong.of(Long.parseLong(header.get().trim()))
                    : OptionalLong.empty();
        } catch (NumberFormatException e) {
            throw new AwsError(400, "InvalidArgument", "Content-Length is not a number: " + header.get());
        }
    }

    /** The body as sent, still in its chunks when the upload is {@code aws-chunked}. */
    public InputStream body() {
        return body;
    }

    /**
     * The whole body.
     *
     * @throws AwsError when it is longer than the limit, in bytes
     */
    public byte[] body(int limit) throws IOException {
        var bytes = body.readNBytes(limit + 1);
        if (bytes.length > limit) {
            throw new AwsError(413, "RequestEntityTooLarge", "The request body is larger than " + limit + " bytes");
        }
        return bytes;
    }
}
