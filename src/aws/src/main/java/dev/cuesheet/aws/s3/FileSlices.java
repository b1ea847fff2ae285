package dev.cuesheet.aws.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file to be sent, opened again for each part and each retry, that tells how much of it has been read. */
final class FileSlices {
    private final Path file;
    private final long size;
    private final TransferProgress progress;
    private long furthest;

    FileSlices(Path file, long size, TransferProgress progress) {
        this.file = file;
        this.size = size;
        this.progress = progress;
    }

    long size() {
        return size;
    }

    InputStream open(long offset, long length) {
        try {
            var channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
            return new Slice(Channels.newInputStream(channel), offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read %s: %s".formatted(file, e), e);
        }
    }

    /** A retry reads again what was read before, and progress does not go back. */
    private void reached(long position) {
        if (position > furthest) {
            furthest = position;
            progress.transferred(furthest, size);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }

    private final class Slice extends FilterInputStream {
        private final long end;
        private long position;

        Slice(InputStream file, long offset, long length) {
            super(file);
            this.position = offset;
            this.end = offset + length;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (position >= end) {
                return -1;
            }
            var read = super.read(buffer, offset, (int) Math.min(length, end - position));
            if (read < 0) {
                throw new IOException("%s became shorter while it was uploaded".formatted(file));
            }
            position += read;
            reached(position);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            var skipped = super.skip(Math.min(count, end - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(super.available(), end - position);
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
