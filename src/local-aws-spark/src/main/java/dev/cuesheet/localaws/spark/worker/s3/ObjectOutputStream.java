package dev.cuesheet.localaws.spark.worker.s3;

import dev.cuesheet.localaws.spi.ObjectAccess.Upload;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an object that appears, whole, at the close, or later if it is kept back for its job's commit. */
final class ObjectOutputStream extends OutputStream {

    /** What becomes of the written object. */
    @FunctionalInterface
    interface AtClose {
        void accept(Upload upload, long size) throws IOException;
    }

    private final Upload upload;
    private final OutputStream bytes;
    private final AtClose atClose;
    private long size;
    private boolean closed;

    ObjectOutputStream(Upload upload, AtClose atClose) {
        this.upload = upload;
        this.bytes = upload.stream();
        this.atClose = atClose;
    }

    @Override
    public void write(int octet) throws IOException {
        bytes.write(octet);
        size++;
    }

    @Override
    public void write(byte[] octets, int from, int length) throws IOException {
        bytes.write(octets, from, length);
        size += length;
    }

    @Override
    public void flush() throws IOException {
        bytes.flush();
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            bytes.flush();
            atClose.accept(upload, size);
        }
    }
}
