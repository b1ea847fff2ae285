package dev.cuesheet.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes every request and closes the connection without an answer, as a server that dies in the middle of its work. */
public final class DoorThatSlams implements AutoCloseable {
    private final ServerSocket socket;
    private final AtomicInteger requests = new AtomicInteger();

    public DoorThatSlams() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "door-that-slams");
        thread.setDaemon(true);
        thread.start();
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    /** How many requests came. */
    public int requests() {
        return requests.get();
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var connection = socket.accept()) {
                var in = connection.getInputStream();
                var buffer = new byte[64 << 10];
                if (in.read(buffer) > 0) {
                    requests.incrementAndGet();
                }
            } catch (IOException e) {
                // Closed by the test, or by the client: the next one is welcome.
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
