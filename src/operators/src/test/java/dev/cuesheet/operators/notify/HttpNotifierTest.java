package dev.cuesheet.operators.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.cuesheet.engine.Callback;
import dev.cuesheet.engine.Dag;
import dev.cuesheet.engine.DagDefinitionException;
import dev.cuesheet.engine.Engine;
import dev.cuesheet.engine.RunRequest;
import dev.cuesheet.engine.RunState;
import dev.cuesheet.engine.TaskFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HttpNotifierTest {
    private static final int OK = 200;
    private static final int BROKEN = 503;

    private final List<String> received = Collections.synchronizedList(new ArrayList<>());
    private final List<Exception> failures = Collections.synchronizedList(new ArrayList<>());
    private final HttpClient client = HttpClient.newHttpClient();
    private int status = OK;
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            received.add("%s %s %s %s"
                    .formatted(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI(),
                            exchange.getRequestHeaders().getFirst("X-Dag"),
                            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private String uri(String path) {
        return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
    }

    private Callback remembering(HttpNotifier notifier) {
        return context -> {
            try {
                notifier.call(context);
            } catch (RuntimeException e) {
                failures.add(e);
                throw e;
            }
        };
    }

    /** Fails, and so notifies; the engine's end waits for that. */
    private RunState runFailing(Callback callback) throws InterruptedException {
        var dag = Dag.named("sales").onFailure(callback);
        dag.task("load", context -> {
            throw TaskFailure.permanent("said \"no\"\n");
        });
        try (var engine = Engine.builder().build()) {
            return engine.run(dag.build(), RunRequest.manual()).state();
        }
    }

    @Test
    void a_failed_run_is_posted_with_the_texts_filled_in_and_quoted() throws InterruptedException {
        var notifier = HttpNotifier.to(client, uri("/hook/{{ dag.dag_id }}"))
                .header("X-Dag", "{{ dag.dag_id }}")
                .field("text", "{{ ti.task_id }}: {{ reason }}")
                .field("quoted", "a \"b\"\n{{ dag.dag_id }}");

        runFailing(notifier);

        assertThat(received)
                .containsExactly(
                        "POST /hook/sales sales {\"text\":\"load: task_failure\",\"quoted\":\"a \\\"b\\\"\\nsales\"}");
    }

    @Test
    void an_answer_that_is_no_success_fails_the_callback_and_not_the_run() throws InterruptedException {
        status = BROKEN;

        var state = runFailing(remembering(HttpNotifier.to(client, uri("/secret"))));

        assertThat(state).isEqualTo(RunState.FAILED);
        assertThat(received).hasSize(1);
        assertThat(failures)
                .singleElement()
                .satisfies(failure ->
                        assertThat(failure).hasMessage("could not notify 127.0.0.1: it answered with status 503"));
    }

    @Test
    void what_is_no_uri_is_not_repeated() throws InterruptedException {
        runFailing(remembering(HttpNotifier.to(client, "secret token")));

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .hasMessageContaining("needs an http or https URI")
                        .hasMessageNotContaining("secret"));
    }

    @Test
    void a_fault_in_its_texts_is_found_when_the_dag_is_built() {
        var dag = Dag.named("sales").onFailure(HttpNotifier.to(client, uri("/")).field("text", "{{ nonsense }}"));

        assertThatThrownBy(dag::build)
                .isInstanceOf(DagDefinitionException.class)
                .hasMessageContaining("template of field text in the notifier for on_failure");
    }
}
