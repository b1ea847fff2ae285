package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import dev.cuesheet.localaws.internal.wire.XmlNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Objects are written, copied and deleted. */
final class ObjectWrites {
    private static final int MOST_DELETED_AT_ONCE = 1000;

    private final ObjectStore store;

    ObjectWrites(ObjectStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                Route.on(Route.Level.OBJECT, "PutObject", "PUT", this::put),
                Route.on(Route.Level.OBJECT, "CopyObject", "PUT", this::copy).copying(),
                Route.on(Route.Level.OBJECT, "DeleteObject", "DELETE", this::delete)
                        .allowing("versionId"),
                Route.on(Route.Level.BUCKET, "DeleteObjects", "POST", this::deleteMany)
                        .needing("delete"));
    }

    private Reply put(S3Call call) throws IOException {
        authorizeWrite(call);
        GivenMetadata.checkSupported(call);
        var attributes = GivenMetadata.attributes(call);
        var tags = GivenMetadata.tags(call);
        var condition = GivenMetadata.condition(call);
        var incoming = new Incoming(call);
        try (var staged = store.stage(incoming.algorithm().map(Set::of).orElse(Set.of()))) {
            var checksum = incoming.into(staged);
            var written = store.commit(
                    staged,
                    call.bucket(),
                    call.key(),
                    condition,
                    at -> new ObjectMetadata(staged.size(), staged.etag(), at, attributes, tags, checksum, List.of()));
            var reply =
                    Reply.of(200).header("ETag", written.quotedEtag()).header("x-amz-server-side-encryption", "AES256");
            checksum.ifPresent(sum -> ObjectReads.addChecksum(reply, sum));
            return reply;
        } catch (IOException e) {
            throw ObjectStore.writeFailed(call.bucket(), call.key(), e);
        }
    }

    private static void authorizeWrite(S3Call call) {
        call.authorizeOnObject("s3:PutObject");
        if (call.header("x-amz-tagging").isPresent()) {
            call.authorizeOnObject("s3:PutObjectTagging");
        }
    }

    private Reply copy(S3Call call) throws IOException {
        authorizeWrite(call);
        GivenMetadata.checkSupported(call);
        var replaces = directive(call, "x-amz-metadata-directive");
        var replacesTags = directive(call, "x-amz-tagging-directive");
        try (var source = CopySource.open(call, store)) {
            if (source.address().equals(call.address()) && !replaces && !replacesTags) {
                throw S3Errors.invalidRequest(
                        "This copy request is illegal because it is trying to copy an object to itself"
                                + " without changing the object's metadata, storage class, website redirect location or"
                                + " encryption attributes.");
            }
            var from = source.metadata();
            var attributes = replaces ? GivenMetadata.attributes(call) : from.attributes();
            var tags = replacesTags ? GivenMetadata.tags(call) : from.tags();
            var algorithm = call.header("x-amz-checksum-algorithm")
                    .map(Incoming::algorithmNamed)
                    .or(() -> from.checksum().map(Checksum::algorithm));
            return copied(call, source, attributes, tags, algorithm);
        }
    }

    private Reply copied(
            S3Call call,
            CopySource source,
            ObjectMetadata.Attributes attributes,
            Map<String, String> tags,
            Optional<ChecksumAlgorithm> algorithm)
            throws IOException {
        try (var staged = store.stage(algorithm.map(Set::of).orElse(Set.of()))) {
            source.copyTo(staged, new ByteRange(0, source.metadata().size()));
            staged.finish();
            var checksum = algorithm.map(staged::checksum);
            var written = store.commit(
                    staged,
                    call.bucket(),
                    call.key(),
                    GivenMetadata.condition(call),
                    at -> new ObjectMetadata(staged.size(), staged.etag(), at, attributes, tags, checksum, List.of()));
            return S3Xml.reply(copyResult(
                            "CopyObjectResult", written.etag(), S3Xml.time(written.lastModified()), checksum))
                    .header("x-amz-server-side-encryption", "AES256");
        } catch (IOException e) {
            throw ObjectStore.writeFailed(call.bucket(), call.key(), e);
        }
    }

    static XmlElement copyResult(String element, String etag, String time, Optional<Checksum> checksum) {
        var xml = S3Xml.element(element).with("LastModified", time).with("ETag", '"' + etag + '"');
        checksum.ifPresent(
                sum -> xml.with(sum.algorithm().element(), sum.value()).with("ChecksumType", sum.type()));
        return xml;
    }

    private static boolean directive(S3Call call, String header) {
        var directive = call.header(header).orElse("COPY");
        if (!directive.equals("COPY") && !directive.equals("REPLACE")) {
            throw S3Errors.invalidArgument("Unknown " + header + ": " + directive + ". It must be COPY or REPLACE.");
        }
        return directive.equals("REPLACE");
    }

    private Reply delete(S3Call call) throws IOException {
        call.authorizeOnObject("s3:DeleteObject");
        call.checkVersion(call.parameter("versionId"));
        store.delete(call.bucket(), call.key(), GivenMetadata.condition(call));
        return Reply.of(204);
    }

    private Reply deleteMany(S3Call call) throws IOException {
        var root = XmlNode.parse(call.smallBody(true)).orElseThrow(S3Errors::malformedXml);
        var objects = root.children("Object");
        if (!root.name().equals("Delete") || objects.isEmpty() || objects.size() > MOST_DELETED_AT_ONCE) {
            throw S3Errors.malformedXml();
        }
        var quiet = root.text("Quiet").orElse("false").equals("true");
        var xml = S3Xml.element("DeleteResult");
        for (var object : objects) {
            var key = object.child("Key").orElseThrow(S3Errors::malformedXml).text();
            try {
                deleteOne(call, key, object);
                if (!quiet) {
                    xml.child("Deleted").with("Key", key);
                }
            } catch (Authorizer.Denied denied) {
                addError(xml, key, "AccessDenied", denied.getMessage());
            } catch (AwsError error) {
                addError(xml, key, error.code(), error.getMessage());
            }
        }
        return S3Xml.reply(xml);
    }

    private void deleteOne(S3Call call, String key, XmlNode object) throws IOException {
        call.authorizeOnObject("s3:DeleteObject", call.bucket(), key);
        call.checkVersion(object.text("VersionId"));
        var condition = new WriteCondition(false, object.text("ETag").map(Preconditions::unquoted));
        store.delete(call.bucket(), key, condition);
    }

    private static void addError(XmlElement xml, String key, String code, String message) {
        xml.child("Error").with("Key", key).with("Code", code).with("Message", message);
    }
}
