package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** The tags of an object. */
final class ObjectTags {
    private final ObjectStore store;

    ObjectTags(ObjectStore store) {
        this.store = store;
    }

    List<Route> routes() {
        return List.of(
                Route.on(Route.Level.OBJECT, "GetObjectTagging", "GET", this::get)
                        .needing("tagging")
                        .allowing("versionId"),
                Route.on(Route.Level.OBJECT, "PutObjectTagging", "PUT", this::put)
                        .needing("tagging")
                        .allowing("versionId"),
                Route.on(Route.Level.OBJECT, "DeleteObjectTagging", "DELETE", this::delete)
                        .needing("tagging")
                        .allowing("versionId"));
    }

    private Reply get(S3Call call) throws IOException {
        call.authorizeOnObject("s3:GetObjectTagging");
        call.checkVersion(call.parameter("versionId"));
        var found = store.find(call.bucket(), call.key()).orElseThrow(() -> call.absent(call.bucket()));
        var xml = S3Xml.element("Tagging");
        Tags.addTo(xml, found.metadata().tags());
        return S3Xml.reply(xml);
    }

    private Reply put(S3Call call) throws IOException {
        call.authorizeOnObject("s3:PutObjectTagging");
        call.checkVersion(call.parameter("versionId"));
        var tags = Tags.ofXml(call.smallBody(true), Tags.MOST_PER_OBJECT);
        store.change(call.bucket(), call.key(), metadata -> metadata.withTags(tags));
        return Reply.of(200);
    }

    private Reply delete(S3Call call) throws IOException {
        call.authorizeOnObject("s3:DeleteObjectTagging");
        call.checkVersion(call.parameter("versionId"));
        store.change(call.bucket(), call.key(), metadata -> metadata.withTags(Map.of()));
        return Reply.of(204);
    }
}
