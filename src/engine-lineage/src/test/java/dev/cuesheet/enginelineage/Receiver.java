package dev.cuesheet.enginelineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** An endpoint of OpenLineage's HTTP transport that keeps what it is sent. */
final class Receiver implements AutoCloseable {
    private final HttpServer server;
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private final CountDownLatch open;
    private final int status;

    private Receiver(int status, CountDownLatch open) throws IOException {
        this.status = status;
        this.open = open;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/lineage", exchange -> {
            try (exchange) {
                this.open.await();
                authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
                exchange.sendResponseHeaders(this.status, -1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    static Receiver answering(int status) throws IOException {
        return new Receiver(status, new CountDownLatch(0));
    }

    /** Answers nobody until it is opened. */
    static Receiver closed() throws IOException {
        return new Receiver(201, new CountDownLatch(1));
    }

    void open() {
        open.countDown();
    }

    OpenLineageClient client() {
        var config = new HttpConfig();
        config.setUrl(URI.create(url()));
        return new OpenLineageClient(new HttpTransport(config));
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    List<String> authorizations() {
        return authorizations;
    }

    List<String> bodies() {
        return bodies;
    }

    /** What was received, read by the client's model, which must find in it all that it holds. */
    List<OpenLineage.RunEvent> events() {
        return bodies.stream()
                .map(body -> {
                    var event = OpenLineageClientUtils.runEventFromJson(body);
                    assertThat(OpenLineageClientUtils.toJson(event)).isEqualTo(body);
                    return event;
                })
                .toList();
    }

    @Override
    public void close() {
        open();
        server.stop(0);
    }
}
