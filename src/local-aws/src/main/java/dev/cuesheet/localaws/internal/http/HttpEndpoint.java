package dev.cuesheet.localaws.internal.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The JDK's HTTP server on one loopback port. All its threads are daemons: a program whose main thread dies ends, whatever
 * is being served.
 */
public final class HttpEndpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HttpEndpoint.class);

    /** An unread body up to this size is read away, so that the client gets to see the answer; beyond, it is cut off. */
    private static final long WORTH_DRAINING = 256L << 20;

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<Request, Protocol> router;
    private final SecureRandom random = new SecureRandom();

    static {
        // Read once, when the server's classes load. Without it each small answer waits some 40 ms for an
        // acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private HttpEndpoint(HttpServer server, Function<Request, Protocol> router) {
        this.server = server;
        this.router = router;
        this.threads = threads();
    }

    /**
     * Opens the port and answers from now on.
     *
     * @param port 0 for a free one
     * @throws java.net.BindException when the port is taken
     */
    public static HttpEndpoint open(int port, Function<Request, Protocol> router) throws IOException {
        var address = new InetSocketAddress(InetAddress.getByAddress("localhost", new byte[] {127, 0, 0, 1}), port);
        var endpoint = new HttpEndpoint(HttpServer.create(address, 1024), router);
        endpoint.server.createContext("/", endpoint::handle);
        endpoint.server.setExecutor(endpoint.threads);
        startAsDaemon(endpoint.server);
        return endpoint;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The server's dispatcher inherits being a daemon from the thread that starts it. */
    private static void startAsDaemon(HttpServer server) throws IOException {
        var started = new CountDownLatch(1);
        var failure = new AtomicReference<RuntimeException>();
        var starter = new Thread(
                () -> {
                    try {
                        server.start();
                    } catch (RuntimeException e) {
                        failure.set(e);
                    } finally {
                        started.countDown();
                    }
                },
                "local-aws-start");
        starter.setDaemon(true);
        starter.start();
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while the HTTP server was starting", e);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    /** Virtual threads once they no longer stick to their carrier in synchronized code, which is Java 24. */
    private static ExecutorService threads() {
        if (Runtime.version().feature() >= 24) {
            try {
                return (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null);
            } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
                log.debug("No virtual threads here; using a pool", e);
            }
        }
        var count = new AtomicInteger();
        return Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "local-aws-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    private void handle(HttpExchange exchange) {
        var requestId = requestId();
        try (exchange) {
            try {
                answer(exchange, requestId);
            } catch (IOException | UncheckedIOException e) {
                // The answer was under way; there is nobody left to tell.
                log.debug("Request {} broke off: {}", requestId, e.toString());
            } catch (RuntimeException | Error e) {
                log.error("Request {} failed", requestId, e);
                throw e;
            }
        }
    }

    private void answer(HttpExchange exchange, String requestId) throws IOException {
        Request request;
        Protocol protocol;
        try {
            request = Request.of(exchange);
            protocol = router.apply(request);
        } catch (RuntimeException e) {
            log.debug("Request {} cannot be read", requestId, e);
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        Reply reply;
        try {
            reply = protocol.answer(request, requestId);
        } catch (IOException | RuntimeException e) {
            reply = protocol.refuse(e, request, requestId);
        }
        log.debug("{} {} {} -> {}", requestId, request.method(), request.rawPath(), reply.status());
        send(reply, request, exchange);
    }

    private static void send(Reply reply, Request request, HttpExchange exchange) throws IOException {
        var content = reply.body();
        try (content) {
            if (!drain(request.body())) {
                exchange.getResponseHeaders().set("Connection", "close");
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            var bodiless = request.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
            if (bodiless || content == null || reply.length() == 0) {
                if (request.method().equals("HEAD") && !reply.headers().containsKey("Content-Length")) {
                    exchange.getResponseHeaders().set("Content-Length", Long.toString(reply.length()));
                }
                exchange.sendResponseHeaders(reply.status(), -1);
                return;
            }
            exchange.sendResponseHeaders(reply.status(), reply.length());
            try (var out = exchange.getResponseBody()) {
                content.writeTo(out);
            }
        }
    }

    /** False when there is more left than is worth reading. */
    private static boolean drain(InputStream body) throws IOException {
        var buffer = new byte[16 * 1024];
        long read = 0;
        for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
            read += count;
            if (read > WORTH_DRAINING) {
                return false;
            }
        }
        return true;
    }

    private String requestId() {
        var bytes = new byte[8];
        random.nextBytes(bytes);
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    /** Stops at once; answers under way are cut off. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
