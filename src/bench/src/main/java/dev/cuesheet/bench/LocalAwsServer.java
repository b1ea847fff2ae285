package dev.cuesheet.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** {@code cuesheet local-aws} as a process. Closing stops it. Not safe to share between threads. */
final class LocalAwsServer implements AutoCloseable {
    private static final Duration KNOCK_AGAIN = Duration.ofMillis(1);
    private static final double LONGEST_SECONDS = 30;

    private final Child process;
    private final Path folder;
    private final int port;

    private LocalAwsServer(Child process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static LocalAwsServer start(Program program, Path folder) {
        var port = freePort();
        return new LocalAwsServer(
                program.start(folder, Map.of(), "local-aws", "--port", Integer.toString(port)), folder, port);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a shell would have after the lines that the server prints were pasted into it. */
    Map<String, String> environment() {
        return Map.of(
                "AWS_ENDPOINT_URL", endpoint().toString(),
                "AWS_ACCESS_KEY_ID", "test",
                "AWS_SECRET_ACCESS_KEY", "test",
                "AWS_REGION", "us-east-1");
    }

    /** Returns as soon as the port is open, which does not mean yet that a request is answered. */
    LocalAwsServer awaitPort() {
        while (!answersKnock()) {
            if (!process.isAlive() || process.secondsSinceStart() > LONGEST_SECONDS) {
                throw process.failed("did not open port " + port);
            }
            LockSupport.parkNanos(KNOCK_AGAIN.toNanos());
        }
        return this;
    }

    double secondsSinceStart() {
        return process.secondsSinceStart();
    }

    private boolean answersKnock() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.stop();
        Program.awaitWorkersOf(folder);
    }
}
