package dev.cuesheet.localaws.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One answer: status, headers and a body that is written when the headers are out. For one thread. */
public final class Reply {
    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private long length;
    private @Nullable Body body;

    /** Writes exactly the announced number of bytes, once, and lets go of what it holds when closed. */
    public interface Body extends AutoCloseable {
        void writeTo(OutputStream out) throws IOException;

        @Override
        default void close() throws IOException {}
    }

    private Reply(int status) {
        this.status = status;
    }

    public static Reply of(int status) {
        return new Reply(status);
    }

    public static Reply xml(int status, String document) {
        return of(status).header("Content-Type", "application/xml").body(document.getBytes(UTF_8));
    }

    /** Sets the header; null leaves it out. */
    public Reply header(String name, @Nullable Object value) {
        if (value != null) {
            headers.put(name, value.toString());
        }
        return this;
    }

    public Reply body(byte[] content) {
        return body(content.length, out -> out.write(content));
    }

    /** @param bytes the body's exact length */
    public Reply body(long bytes, Body content) {
        this.length = bytes;
        this.body = content;
        return this;
    }

    public int status() {
        return status;
    }

    public Map<String, String> headers() {
        return headers;
    }

    public long length() {
        return length;
    }

    @Nullable
    Body body() {
        return body;
    }
}
