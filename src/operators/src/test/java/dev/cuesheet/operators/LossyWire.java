package dev.cuesheet.operators;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Locale;

/**
 * Passes requests on to a server, byte by byte, and answers back; except that the answer to a request that contains a given
 * text is lost on its way, once: the server has done its work, and the caller does not know.
 */
final class LossyWire implements AutoCloseable {
    private final ServerSocket socket;
    private final URI target;
    private final String text;
    private boolean lost;

    LossyWire(URI target, String text) throws IOException {
        this.target = target;
        this.text = text;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        var thread = new Thread(this::serve, "lossy-wire");
        thread.setDaemon(true);
        thread.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        while (!socket.isClosed()) {
            try (var caller = socket.accept()) {
                pass(caller);
            } catch (IOException e) {
                // The test is over, or the caller hung up.
            }
        }
    }

    /** One request for each connection is enough for a test. */
    private void pass(Socket caller) throws IOException {
        var request = message(caller.getInputStream());
        try (var server = new Socket(target.getHost(), target.getPort())) {
            server.getOutputStream().write(request);
            var answer = message(server.getInputStream());
            if (!lost && new String(request, ISO_8859_1).contains(text)) {
                lost = true;
                return;
            }
            caller.getOutputStream().write(answer);
        }
    }

    /** Reads one HTTP message with a length. */
    private static byte[] message(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            var next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended early");
            }
            bytes.write(next);
        }
        var head = bytes.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
        var length = head.indexOf("content-length:");
        if (length >= 0) {
            var end = head.indexOf('\r', length);
            bytes.write(in.readNBytes(Integer.parseInt(
                    head.substring(length + "content-length:".length(), end).strip())));
        }
        return bytes.toByteArray();
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
