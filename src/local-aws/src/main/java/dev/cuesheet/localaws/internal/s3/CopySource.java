package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.s3.ObjectStore.Opened;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.Percent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The object that a copy reads, opened, with the request's conditions on it found to hold. For one thread. */
final class CopySource implements AutoCloseable {
    private static final long LARGEST = 5L << 30;

    private final S3Address address;
    private final Opened opened;

    private CopySource(S3Address address, Opened opened) {
        this.address = address;
        this.opened = opened;
    }

    static CopySource open(S3Call call, ObjectStore store) throws IOException {
        var header = call.header("x-amz-copy-source").orElseThrow();
        var address = S3Address.ofCopySource(header);
        call.checkVersion(versionId(header));
        if (!store.buckets().exists(address.bucket())) {
            throw S3Errors.noSuchBucket();
        }
        call.authorizeOnObject("s3:GetObject", address.bucket(), address.key());
        var opened = store.open(address.bucket(), address.key()).orElseThrow(() -> call.absent(address.bucket()));
        var verdict = Preconditions.verdict(name -> call.header("x-amz-copy-source-" + name), opened.metadata());
        if (verdict != Preconditions.Verdict.GO_ON) {
            opened.close();
            throw S3Errors.preconditionFailed();
        }
        return new CopySource(address, opened);
    }

    private static Optional<String> versionId(String header) {
        int at = header.indexOf("?versionId=");
        return at < 0 ? Optional.empty() : Optional.of(Percent.decode(header.substring(at + "?versionId=".length())));
    }

    S3Address address() {
        return address;
    }

    ObjectMetadata metadata() {
        return opened.metadata();
    }

    /** The bytes that a part copies: the whole, or {@code bytes=first-last} within bounds. */
    ByteRange range(Optional<String> header) {
        if (header.isEmpty()) {
            return new ByteRange(0, metadata().size());
        }
        var range = header.get().matches("bytes=\\d+-\\d+")
                ? ByteRange.of(header.get(), metadata().size())
                : Optional.<ByteRange>empty();
        var asked = header.get().substring(header.get().indexOf('-') + 1);
        return range.filter(found ->
                        Long.toString(found.offset() + found.length() - 1).equals(asked))
                .orElseThrow(() -> S3Errors.invalidArgument("The x-amz-copy-source-range value must be of the form"
                        + " bytes=first-last where first and last are within the source object"));
    }

    void copyTo(OutputStream out, ByteRange range) throws IOException {
        if (range.length() > LARGEST) {
            throw new AwsError(
                    400,
                    "InvalidRequest",
                    "The specified copy source is larger than the maximum allowable size for a copy source: "
                            + LARGEST);
        }
        var buffer = ByteBuffer.allocate(64 * 1024);
        long end = range.offset() + range.length();
        for (long at = range.offset(); at < end; ) {
            buffer.clear().limit((int) Math.min(buffer.capacity(), end - at));
            int count = opened.bytes().read(buffer, at);
            if (count < 0) {
                throw new IOException("The file ends before its object does");
            }
            out.write(buffer.array(), 0, count);
            at += count;
        }
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
