package dev.cuesheet.localaws.spark.worker.s3;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;

/** Reads an object from the file that holds it. An object that is replaced meanwhile reads on as it was when opened. */
final class ObjectInputStream extends FSInputStream {
    private final FileChannel channel;
    private final FileSystem.Statistics statistics;

    ObjectInputStream(Path file, FileSystem.Statistics statistics) throws IOException {
        this.channel = FileChannel.open(file);
        this.statistics = statistics;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
        return counted(channel.read(ByteBuffer.wrap(into, from, length)));
    }

    @Override
    public int read(long position, byte[] into, int from, int length) throws IOException {
        return counted(channel.read(ByteBuffer.wrap(into, from, length), position));
    }

    private int counted(int bytes) {
        if (bytes > 0) {
            statistics.incrementBytesRead(bytes);
        }
        return bytes;
    }

    @Override
    public void seek(long position) throws IOException {
        if (position < 0 || position > channel.size()) {
            throw new EOFException("Cannot seek to %d of %d bytes".formatted(position, channel.size()));
        }
        channel.position(position);
    }

    @Override
    public long getPos() throws IOException {
        return channel.position();
    }

    @Override
    public boolean seekToNewSource(long position) {
        return false;
    }

    @Override
    public int available() throws IOException {
        return (int) Math.min(Integer.MAX_VALUE, channel.size() - channel.position());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
