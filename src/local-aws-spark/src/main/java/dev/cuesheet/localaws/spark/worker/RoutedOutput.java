package dev.cuesheet.localaws.spark.worker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Standard output and error as the whole JVM sees them, led to the log of whichever run is under way. Libraries keep
 * the stream they find at their start, so the stream stays and only its target changes.
 */
final class RoutedOutput extends OutputStream {
    private final OutputStream home;
    private volatile OutputStream target;

    private RoutedOutput(OutputStream home) {
        this.home = home;
        this.target = home;
    }

    /** Takes System.out and System.err over; both go to the same place. */
    static RoutedOutput install() {
        var routed = new RoutedOutput(System.out);
        var stream = new PrintStream(routed, true, StandardCharsets.UTF_8);
        System.setOut(stream);
        System.setErr(stream);
        return routed;
    }

    /** From now on everything goes there; the caller closes it after {@link #reset}. */
    void to(OutputStream next) {
        target = next;
    }

    void reset() {
        target = home;
    }

    @Override
    public void write(int octet) throws IOException {
        target.write(octet);
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        target.write(octets, from, length);
    }

    @Override
    public void flush() throws IOException {
        target.flush();
    }
}
