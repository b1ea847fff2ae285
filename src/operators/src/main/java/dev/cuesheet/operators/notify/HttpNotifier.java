package dev.cuesheet.operators.notify;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.CallbackContext;
import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.Notifier;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Posts a JSON object of texts to a web hook, such as those of chats and pagers. The URI, the headers and the texts are
 * templates; what is filled in is quoted as JSON needs it. One attempt is made: an answer that is no success fails the
 * callback. As the URI of a web hook is often a secret, only its host is ever told. Immutable and safe to share between
 * threads.
 *
 * <pre>{@code
 * dag.onFailure(HttpNotifier.to(http, "{{ conn.chat.password }}")
 *         .field("text", "{{ dag.dag_id }} failed: {{ reason }} in {{ ti.task_id }}"));
 * }</pre>
 *
 * @param client closing it is the caller's job, where it can be closed
 * @param fields the members of the object
 * @param timeout of the whole exchange
 */
public record HttpNotifier(
        HttpClient client, String uri, Map<String, String> headers, Map<String, String> fields, Duration timeout)
        implements Notifier {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int SUCCESS = 200;
    private static final int NO_SUCCESS = 300;
    private static final JsonFactory JSON = new JsonFactory();

    public HttpNotifier {
        requireNonNull(client, "client");
        requireNonNull(uri, "uri");
        headers = Map.copyOf(headers);
        fields = new LinkedHashMap<>(fields);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("the timeout of a notifier must be positive, got " + timeout);
        }
    }

    /** A notifier that posts an empty object so far. */
    public static HttpNotifier to(HttpClient client, String uri) {
        return new HttpNotifier(client, uri, Map.of(), Map.of(), TIMEOUT);
    }

    /** With this member, too. */
    public HttpNotifier field(String name, String text) {
        return new HttpNotifier(client, uri, headers, with(fields, name, text), timeout);
    }

    /** With this header, too. */
    public HttpNotifier header(String name, String value) {
        return new HttpNotifier(client, uri, with(headers, name, value), fields, timeout);
    }

    public HttpNotifier timeout(Duration longest) {
        return new HttpNotifier(client, uri, headers, fields, longest);
    }

    private static Map<String, String> with(Map<String, String> values, String name, String value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, requireNonNull(value, name));
        return more;
    }

    @Override
    public Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        templates.put("uri", uri);
        headers.forEach((name, value) -> templates.put("header " + name, value));
        fields.forEach((name, text) -> templates.put("field " + name, text));
        return templates;
    }

    @Override
    public void call(CallbackContext context) throws InterruptedException {
        var target = target(context.render(uri));
        var request = HttpRequest.newBuilder(target)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body(context)));
        headers.forEach((name, value) -> request.header(name, context.render(value)));
        try {
            var answer = client.send(request.build(), HttpResponse.BodyHandlers.discarding());
            if (answer.statusCode() < SUCCESS || answer.statusCode() >= NO_SUCCESS) {
                throw new EngineException("could not notify %s: it answered with status %d"
                        .formatted(target.getHost(), answer.statusCode()));
            }
        } catch (IOException e) {
            throw new EngineException("could not notify %s: %s".formatted(target.getHost(), e), e);
        }
    }

    private static URI target(String text) {
        try {
            var target = URI.create(text);
            if (target.getHost() != null && String.valueOf(target.getScheme()).matches("https?")) {
                return target;
            }
        } catch (IllegalArgumentException e) { // its message has the text, which may be a secret
        }
        throw new EngineException("a notifier needs an http or https URI with a host, and was given something else");
    }

    private String body(CallbackContext context) {
        var text = new StringWriter();
        try (var out = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            out.writeStartObject();
            fields.forEach((name, template) -> out.writeStringProperty(name, context.render(template)));
            out.writeEndObject();
        }
        return text.toString();
    }
}
