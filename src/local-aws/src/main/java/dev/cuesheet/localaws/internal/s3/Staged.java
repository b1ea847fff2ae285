package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.state.AtomicFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Bytes on their way to becoming an object or a part: a temporary file and what is worked out while it is written. */
final class Staged extends OutputStream {
    private final Path file;
    private final FileChannel channel;
    private final MessageDigest md5 = ChecksumAlgorithm.digest("MD5");
    private final Map<ChecksumAlgorithm, Digester> digesters = new EnumMap<>(ChecksumAlgorithm.class);
    private final Map<ChecksumAlgorithm, Checksum> checksums = new EnumMap<>(ChecksumAlgorithm.class);
    private byte[] digest = new byte[0];
    private long size;

    Staged(Path folder, Set<ChecksumAlgorithm> algorithms) throws IOException {
        Files.createDirectories(folder);
        this.file = AtomicFiles.temporaryIn(folder);
        this.channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        algorithms.forEach(algorithm -> digesters.put(algorithm, algorithm.digester()));
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        var buffer = ByteBuffer.wrap(bytes, offset, length);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        md5.update(bytes, offset, length);
        digesters.values().forEach(digester -> digester.update(bytes, offset, length));
        size += length;
    }

    /** Ends the writing and puts the bytes safely on the disk. */
    Staged finish() throws IOException {
        if (channel.isOpen()) {
            digest = md5.digest();
            digesters.forEach(
                    (algorithm, digester) -> checksums.put(algorithm, Checksum.ofWhole(algorithm, digester.finish())));
            channel.force(false);
            channel.close();
        }
        return this;
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /** Once finished. */
    byte[] md5() {
        return digest.clone();
    }

    String etag() {
        return HexFormat.of().formatHex(digest);
    }

    /** Once finished, of the algorithms asked for. */
    Checksum checksum(ChecksumAlgorithm algorithm) {
        var checksum = checksums.get(algorithm);
        if (checksum == null) {
            throw new IllegalStateException("Nobody asked for " + algorithm);
        }
        return checksum;
    }

    /** Drops the bytes, unless the file has been moved to its place. */
    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(file);
    }
}
