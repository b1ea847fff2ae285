package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.s3.Uploads.Coverage;
import dev.cuesheet.localaws.internal.s3.Uploads.Named;
import dev.cuesheet.localaws.internal.s3.Uploads.Part;
import dev.cuesheet.localaws.internal.s3.Uploads.Upload;
import dev.cuesheet.localaws.internal.wire.Percent;
import dev.cuesheet.localaws.internal.wire.XmlNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects are uploaded in parts. */
final class MultipartOperations {
    private static final int MOST = 1000;

    private final ObjectStore store;
    private final Uploads uploads;

    MultipartOperations(ObjectStore store, Uploads uploads) {
        this.store = store;
        this.uploads = uploads;
    }

    List<Route> routes() {
        return List.of(
                Route.on(Route.Level.OBJECT, "CreateMultipartUpload", "POST", this::create)
                        .needing("uploads"),
                Route.on(Route.Level.OBJECT, "UploadPart", "PUT", this::upload).needing("partNumber", "uploadId"),
                Route.on(Route.Level.OBJECT, "UploadPartCopy", "PUT", this::copy)
                        .needing("partNumber", "uploadId")
                        .copying(),
                Route.on(Route.Level.OBJECT, "CompleteMultipartUpload", "POST", this::complete)
                        .needing("uploadId"),
                Route.on(Route.Level.OBJECT, "AbortMultipartUpload", "DELETE", this::abort)
                        .needing("uploadId"),
                Route.on(Route.Level.OBJECT, "ListParts", "GET", this::parts)
                        .needing("uploadId")
                        .allowing("max-parts", "part-number-marker"),
                Route.on(Route.Level.BUCKET, "ListMultipartUploads", "GET", this::list)
                        .needing("uploads")
                        .allowing("prefix", "max-uploads", "key-marker", "upload-id-marker", "encoding-type"));
    }

    private Reply create(S3Call call) throws IOException {
        call.authorizeOnObject("s3:PutObject");
        GivenMetadata.checkSupported(call);
        var coverage = coverage(call);
        var id = uploads.create(
                call.bucket(), call.key(), coverage, GivenMetadata.attributes(call), GivenMetadata.tags(call));
        var xml = S3Xml.element("InitiateMultipartUploadResult")
                .with("Bucket", call.bucket())
                .with("Key", call.key())
                .with("UploadId", id);
        return S3Xml.reply(xml)
                .header(
                        "x-amz-checksum-algorithm",
                        coverage.map(Coverage::algorithm).orElse(null))
                .header("x-amz-checksum-type", coverage.map(Coverage::type).orElse(null));
    }

    private static Optional<Coverage> coverage(S3Call call) {
        var algorithm = call.header("x-amz-checksum-algorithm").map(Incoming::algorithmNamed);
        if (algorithm.isEmpty()) {
            return Optional.empty();
        }
        var usual = algorithm.get() == ChecksumAlgorithm.CRC64NVME ? "FULL_OBJECT" : "COMPOSITE";
        var name = call.header("x-amz-checksum-type").orElse(usual);
        var type = EnumSet.allOf(Checksum.Type.class).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> S3Errors.invalidRequest("Value for x-amz-checksum-type header is invalid."));
        var fits = type == Checksum.Type.COMPOSITE
                ? algorithm.get() != ChecksumAlgorithm.CRC64NVME
                : algorithm.get().canCoverWholeUpload();
        if (!fits) {
            throw S3Errors.invalidRequest("The %s checksum type cannot be used with the %s checksum algorithm."
                    .formatted(type, algorithm.get()));
        }
        return Optional.of(new Coverage(algorithm.get(), type));
    }

    private Reply upload(S3Call call) throws IOException {
        call.authorizeOnObject("s3:PutObject");
        var upload = uploads.get(
                call.bucket(), call.key(), call.parameter("uploadId").orElse(""));
        int number = call.number("partNumber", 0, 1);
        var incoming = new Incoming(call);
        var wanted = incoming.algorithm().or(() -> upload.checksum().map(Coverage::algorithm));
        try (var staged = store.stage(wanted.map(Set::of).orElse(Set.of()))) {
            var sent = incoming.into(staged);
            var checksum = sent.or(() -> wanted.map(staged::checksum));
            var part = uploads.put(upload, number, staged, checksum);
            var reply = Reply.of(200).header("ETag", '"' + part.etag() + '"');
            checksum.ifPresent(sum -> reply.header(sum.algorithm().header(), sum.value()));
            return reply;
        } catch (IOException e) {
            throw ObjectStore.writeFailed(call.bucket(), call.key(), e);
        }
    }

    private Reply copy(S3Call call) throws IOException {
        call.authorizeOnObject("s3:PutObject");
        var upload = uploads.get(
                call.bucket(), call.key(), call.parameter("uploadId").orElse(""));
        int number = call.number("partNumber", 0, 1);
        var algorithm = upload.checksum().map(Coverage::algorithm);
        try (var source = CopySource.open(call, store);
                var staged = store.stage(algorithm.map(Set::of).orElse(Set.of()))) {
            source.copyTo(staged, source.range(call.header("x-amz-copy-source-range")));
            staged.finish();
            var part = uploads.put(upload, number, staged, algorithm.map(staged::checksum));
            return S3Xml.reply(ObjectWrites.copyResult(
                    "CopyPartResult", part.etag(), S3Xml.time(part.lastModified()), part.checksum()));
        } catch (IOException e) {
            throw ObjectStore.writeFailed(call.bucket(), call.key(), e);
        }
    }

    private Reply complete(S3Call call) throws IOException {
        call.authorizeOnObject("s3:PutObject");
        var upload = uploads.get(
                call.bucket(), call.key(), call.parameter("uploadId").orElse(""));
        var named = named(call.smallBody(false));
        try {
            var written = uploads.complete(upload, named, GivenMetadata.condition(call));
            var xml = S3Xml.element("CompleteMultipartUploadResult")
                    .with(
                            "Location",
                            "http://" + call.header("host").orElse("localhost") + "/" + call.bucket() + "/"
                                    + Percent.encodePath(call.key()))
                    .with("Bucket", call.bucket())
                    .with("Key", call.key())
                    .with("ETag", written.quotedEtag());
            written.checksum()
                    .ifPresent(checksum -> xml.with(checksum.algorithm().element(), checksum.value())
                            .with("ChecksumType", checksum.type()));
            return S3Xml.reply(xml);
        } catch (IOException e) {
            throw ObjectStore.writeFailed(call.bucket(), call.key(), e);
        }
    }

    private static List<Named> named(byte[] body) {
        var root = XmlNode.parse(body).orElseThrow(S3Errors::malformedXml);
        var named = new ArrayList<Named>();
        for (var part : root.children("Part")) {
            Map<ChecksumAlgorithm, String> checksums = new EnumMap<>(ChecksumAlgorithm.class);
            for (var algorithm : ChecksumAlgorithm.values()) {
                part.text(algorithm.element()).ifPresent(value -> checksums.put(algorithm, value));
            }
            var number = part.text("PartNumber").orElse("");
            if (!number.matches("[0-9]{1,5}")) {
                throw S3Errors.malformedXml();
            }
            var etag = part.text("ETag").map(Preconditions::unquoted).orElseThrow(S3Errors::malformedXml);
            named.add(new Named(Integer.parseInt(number), etag, checksums));
        }
        if (named.isEmpty()) {
            throw S3Errors.malformedXml();
        }
        return named;
    }

    private Reply abort(S3Call call) throws IOException {
        call.authorizeOnObject("s3:AbortMultipartUpload");
        uploads.abort(uploads.get(
                call.bucket(), call.key(), call.parameter("uploadId").orElse("")));
        return Reply.of(204);
    }

    private Reply parts(S3Call call) throws IOException {
        call.authorizeOnObject("s3:ListMultipartUploadParts");
        var upload = uploads.get(
                call.bucket(), call.key(), call.parameter("uploadId").orElse(""));
        int marker = call.number("part-number-marker", 0, 0);
        int most = Math.min(call.number("max-parts", MOST, 0), MOST);
        var rest = List.copyOf(uploads.parts(upload).tailMap(marker, false).values());
        var page = rest.subList(0, Math.min(most, rest.size()));
        var xml = S3Xml.element("ListPartsResult")
                .with("Bucket", call.bucket())
                .with("Key", call.key())
                .with("UploadId", upload.id())
                .with("PartNumberMarker", marker)
                .with("MaxParts", most)
                .with("IsTruncated", rest.size() > page.size())
                .with(
                        "ChecksumAlgorithm",
                        upload.checksum().map(Coverage::algorithm).orElse(null))
                .with("ChecksumType", upload.checksum().map(Coverage::type).orElse(null))
                .with("StorageClass", "STANDARD");
        if (!page.isEmpty()) {
            xml.with("NextPartNumberMarker", page.get(page.size() - 1).number());
        }
        for (Part part : page) {
            var entry = xml.child("Part")
                    .with("PartNumber", part.number())
                    .with("LastModified", S3Xml.time(part.lastModified()))
                    .with("ETag", '"' + part.etag() + '"')
                    .with("Size", part.size());
            part.checksum()
                    .ifPresent(checksum -> entry.with(checksum.algorithm().element(), checksum.value()));
        }
        return S3Xml.reply(xml);
    }

    private Reply list(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:ListBucketMultipartUploads");
        var prefix = call.parameter("prefix").orElse("");
        int most = Math.min(call.number("max-uploads", MOST, 1), MOST);
        var keyMarker = call.parameter("key-marker").orElse("");
        var idMarker = call.parameter("upload-id-marker").orElse("");
        var rest = afterMarker(uploads.all(call.bucket()), keyMarker, idMarker).stream()
                .filter(upload -> upload.key().startsWith(prefix))
                .toList();
        var page = rest.subList(0, Math.min(most, rest.size()));
        var url = call.parameter("encoding-type").orElse("").equals("url");
        var xml = S3Xml.element("ListMultipartUploadsResult")
                .with("Bucket", call.bucket())
                .with("KeyMarker", keyMarker)
                .with("UploadIdMarker", idMarker)
                .with("Prefix", prefix)
                .with("EncodingType", url ? "url" : null)
                .with("MaxUploads", most)
                .with("IsTruncated", rest.size() > page.size());
        if (rest.size() > page.size()) {
            var last = page.get(page.size() - 1);
            xml.with("NextKeyMarker", last.key()).with("NextUploadIdMarker", last.id());
        }
        for (Upload upload : page) {
            xml.child("Upload")
                    .with("Key", url ? Percent.encodePath(upload.key()) : upload.key())
                    .with("UploadId", upload.id())
                    .with("Initiated", S3Xml.time(upload.initiated()))
                    .with("StorageClass", "STANDARD");
        }
        return S3Xml.reply(xml);
    }

    /** What comes behind the upload that the markers name; by key alone when there is no id. */
    private static List<Upload> afterMarker(List<Upload> all, String keyMarker, String idMarker) {
        for (int i = 0; i < all.size(); i++) {
            if (!idMarker.isEmpty()
                    && all.get(i).id().equals(idMarker)
                    && all.get(i).key().equals(keyMarker)) {
                return all.subList(i + 1, all.size());
            }
        }
        return all.stream()
                .filter(upload -> KeyOrder.INSTANCE.compare(upload.key(), keyMarker) > 0 || keyMarker.isEmpty())
                .toList();
    }
}
