package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.s3.ObjectStore.Opened;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Objects are read, whole and in ranges, and asked about. */
final class ObjectReads {
    /** What a link may make of an answer's headers. */
    private static final Map<String, String> OVERRIDES = Map.of(
            "response-content-type", "Content-Type",
            "response-content-language", "Content-Language",
            "response-content-encoding", "Content-Encoding",
            "response-content-disposition", "Content-Disposition",
            "response-cache-control", "Cache-Control",
            "response-expires", "Expires");

    private final ObjectStore store;

    ObjectReads(ObjectStore store) {
        this.store = store;
    }

    List<Route> routes() {
        var allowed = new java.util.ArrayList<>(OVERRIDES.keySet());
        allowed.addAll(List.of("versionId", "partNumber"));
        var parameters = allowed.toArray(String[]::new);
        return List.of(
                Route.on(Route.Level.OBJECT, "GetObject", "GET", this::read).allowing(parameters),
                Route.on(Route.Level.OBJECT, "HeadObject", "HEAD", this::read).allowing(parameters),
                Route.on(Route.Level.OBJECT, "GetObjectAttributes", "GET", this::attributes)
                        .needing("attributes")
                        .allowing("versionId"));
    }

    private Reply read(S3Call call) throws IOException {
        call.authorizeOnObject("s3:GetObject");
        call.checkVersion(call.parameter("versionId"));
        var opened = store.open(call.bucket(), call.key()).orElseThrow(() -> call.absent(call.bucket()));
        try {
            var reply = reply(call, opened);
            return reply;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static Reply reply(S3Call call, Opened opened) throws IOException {
        var object = opened.metadata();
        switch (Preconditions.verdict(call::header, object)) {
            case FAILED -> throw S3Errors.preconditionFailed();
            case NOT_MODIFIED -> {
                opened.close();
                return Reply.of(304)
                        .header("ETag", object.quotedEtag())
                        .header("Last-Modified", Preconditions.format(object.lastModified()));
            }
            case GO_ON -> {
                // below
            }
        }
        var range = range(call, object);
        var reply = Reply.of(range.isPresent() ? 206 : 200);
        addHeaders(reply, object);
        OVERRIDES.forEach(
                (parameter, header) -> call.parameter(parameter).ifPresent(value -> reply.header(header, value)));
        range.ifPresent(part -> reply.header("Content-Range", part.contentRange(object.size())));
        if (range.isEmpty() && call.header("x-amz-checksum-mode").orElse("").equalsIgnoreCase("ENABLED")) {
            object.checksum().ifPresent(checksum -> addChecksum(reply, checksum));
        }
        var wanted = range.orElse(new ByteRange(0, object.size()));
        return reply.body(wanted.length(), new FileBody(opened, wanted));
    }

    private static void addHeaders(Reply reply, ObjectMetadata object) {
        reply.header("Content-Type", "binary/octet-stream")
                .header("Accept-Ranges", "bytes")
                .header("ETag", object.quotedEtag())
                .header("Last-Modified", Preconditions.format(object.lastModified()))
                .header("x-amz-server-side-encryption", "AES256");
        object.attributes().headers().forEach(reply::header);
        object.attributes().user().forEach((name, value) -> reply.header("x-amz-meta-" + name, value));
        if (!object.tags().isEmpty()) {
            reply.header("x-amz-tagging-count", object.tags().size());
        }
        if (!object.partSizes().isEmpty()) {
            reply.header("x-amz-mp-parts-count", object.partSizes().size());
        }
    }

    static void addChecksum(Reply reply, Checksum checksum) {
        reply.header(checksum.algorithm().header(), checksum.value()).header("x-amz-checksum-type", checksum.type());
    }

    private static Optional<ByteRange> range(S3Call call, ObjectMetadata object) {
        var header = call.header("range");
        if (call.parameter("partNumber").isEmpty()) {
            return header.flatMap(text -> ByteRange.of(text, object.size()));
        }
        if (header.isPresent()) {
            throw S3Errors.invalidRequest("Cannot specify both Range header and partNumber query parameter");
        }
        int number = call.number("partNumber", 1, 1);
        if (number > Math.max(1, object.partSizes().size())) {
            throw new AwsError(416, "InvalidPartNumber", "The requested partnumber is not satisfiable");
        }
        if (object.partSizes().isEmpty()) {
            return Optional.empty();
        }
        long offset = object.partSizes().stream()
                .limit(number - 1L)
                .mapToLong(Long::longValue)
                .sum();
        return Optional.of(new ByteRange(offset, object.partSizes().get(number - 1)));
    }

    private Reply attributes(S3Call call) throws IOException {
        call.authorizeOnObject("s3:GetObject");
        call.authorizeOnObject("s3:GetObjectAttributes");
        call.checkVersion(call.parameter("versionId"));
        var object = store.find(call.bucket(), call.key())
                .orElseThrow(() -> call.absent(call.bucket()))
                .metadata();
        var wanted = Arrays.stream(
                        String.join(",", call.request().headers().getOrDefault("x-amz-object-attributes", List.of()))
                                .split(","))
                .map(String::trim)
                .collect(Collectors.toSet());
        var xml = S3Xml.element("GetObjectAttributesResponse");
        if (wanted.contains("ETag")) {
            xml.with("ETag", object.etag());
        }
        if (wanted.contains("Checksum")) {
            object.checksum()
                    .ifPresent(checksum -> xml.child("Checksum")
                            .with(checksum.algorithm().element(), checksum.value())
                            .with("ChecksumType", checksum.type()));
        }
        if (wanted.contains("ObjectParts") && !object.partSizes().isEmpty()) {
            xml.child("ObjectParts").with("PartsCount", object.partSizes().size());
        }
        if (wanted.contains("StorageClass")) {
            xml.with("StorageClass", "STANDARD");
        }
        if (wanted.contains("ObjectSize")) {
            xml.with("ObjectSize", object.size());
        }
        return S3Xml.reply(xml).header("Last-Modified", Preconditions.format(object.lastModified()));
    }

    /** Streams a range of the open file. */
    private record FileBody(Opened opened, ByteRange range) implements Reply.Body {

        @Override
        public void writeTo(OutputStream out) throws IOException {
            var buffer = ByteBuffer.allocate((int) Math.min(64 * 1024, Math.max(1, range.length())));
            long left = range.length();
            long at = range.offset();
            while (left > 0) {
                buffer.clear().limit((int) Math.min(buffer.capacity(), left));
                int count = opened.bytes().read(buffer, at);
                if (count < 0) {
                    throw new IOException("The file ends before its object does");
                }
                out.write(buffer.array(), 0, count);
                at += count;
                left -= count;
            }
        }

        @Override
        public void close() throws IOException {
            opened.close();
        }
    }
}
