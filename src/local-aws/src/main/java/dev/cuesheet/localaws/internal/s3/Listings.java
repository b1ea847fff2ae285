package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.s3.ListingPage.Position;
import dev.cuesheet.localaws.internal.wire.Percent;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The listings of a bucket's objects: version 2, version 1, and that of versions, of which each object has one. */
final class Listings {
    private static final int MOST = 1000;

    private final ObjectStore store;
    private final Owner owner;

    Listings(ObjectStore store, String accountId) {
        this.store = store;
        this.owner = Owner.of(accountId);
    }

    List<Route> routes() {
        return List.of(
                Route.on(Route.Level.BUCKET, "ListObjectsV2", "GET", this::second)
                        .needing("list-type")
                        .allowing(
                                "prefix",
                                "delimiter",
                                "start-after",
                                "continuation-token",
                                "max-keys",
                                "encoding-type",
                                "fetch-owner"),
                Route.on(Route.Level.BUCKET, "ListObjects", "GET", this::first)
                        .allowing("prefix", "delimiter", "marker", "max-keys", "encoding-type"),
                Route.on(Route.Level.BUCKET, "ListObjectVersions", "GET", this::versions)
                        .needing("versions")
                        .allowing(
                                "prefix", "delimiter", "key-marker", "version-id-marker", "max-keys", "encoding-type"));
    }

    /** What all three ask and answer alike. */
    private final class Asked {
        private final S3Call call;
        final String prefix;
        final String delimiter;
        final int most;
        final UnaryOperator<String> spelling;

        Asked(S3Call call, String action) {
            this.call = call;
            this.prefix = call.parameter("prefix").orElse("");
            this.delimiter = call.parameter("delimiter").orElse("");
            this.most = Math.min(call.number("max-keys", MOST, 0), MOST);
            this.spelling = spelling(call);
            Map<String, String> context = new HashMap<>();
            context.put("s3:prefix", prefix);
            context.put("s3:max-keys", Integer.toString(most));
            call.parameter("delimiter").ifPresent(text -> context.put("s3:delimiter", text));
            call.authorizeOnBucket(action, context);
        }

        ListingPage page(Position after) throws IOException {
            return ListingPage.read(store, call.bucket(), prefix, delimiter, after, most);
        }

        XmlElement result(String element, ListingPage page) {
            var xml = S3Xml.element(element)
                    .with("Name", call.bucket())
                    .with("Prefix", spelling.apply(prefix))
                    .with("MaxKeys", most)
                    .with("IsTruncated", page.last().isPresent())
                    .with("EncodingType", call.parameter("encoding-type").orElse(null));
            return delimiter.isEmpty() ? xml : xml.with("Delimiter", spelling.apply(delimiter));
        }

        void addItems(XmlElement xml, ListingPage page, String element, boolean withVersion, boolean withOwner) {
            for (var item : page.items()) {
                var metadata = item.metadata();
                if (metadata == null) {
                    xml.child("CommonPrefixes").with("Prefix", spelling.apply(item.text()));
                    continue;
                }
                var entry = xml.child(element).with("Key", spelling.apply(item.text()));
                if (withVersion) {
                    entry.with("VersionId", "null").with("IsLatest", true);
                }
                entry.with("LastModified", S3Xml.time(metadata.lastModified()))
                        .with("ETag", metadata.quotedEtag())
                        .with("Size", metadata.size());
                metadata.checksum()
                        .ifPresent(checksum -> entry.with("ChecksumAlgorithm", checksum.algorithm())
                                .with("ChecksumType", checksum.type()));
                if (withOwner) {
                    owner.addTo(entry);
                }
                entry.with("StorageClass", "STANDARD");
            }
        }
    }

    private static UnaryOperator<String> spelling(S3Call call) {
        var type = call.parameter("encoding-type");
        if (type.isPresent() && !type.get().equals("url")) {
            throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request");
        }
        return type.isPresent() ? Percent::encodePath : UnaryOperator.identity();
    }

    private Reply second(S3Call call) throws IOException {
        if (!call.parameter("list-type").orElse("").equals("2")) {
            throw S3Errors.invalidArgument("Invalid list-type: only 2 is known");
        }
        var asked = new Asked(call, "s3:ListBucket");
        var token = call.parameter("continuation-token");
        var startAfter = call.parameter("start-after");
        var after = token.map(Listings::position).orElseGet(() -> new Position(startAfter.orElse(""), false));
        var page = asked.page(after);
        var xml = asked.result("ListBucketResult", page)
                .with("KeyCount", page.items().size())
                .with("ContinuationToken", token.orElse(null))
                .with("NextContinuationToken", page.last().map(Listings::token).orElse(null))
                .with("StartAfter", startAfter.map(asked.spelling).orElse(null));
        asked.addItems(
                xml,
                page,
                "Contents",
                false,
                call.parameter("fetch-owner").orElse("").equals("true"));
        return S3Xml.reply(xml);
    }

    private Reply first(S3Call call) throws IOException {
        var asked = new Asked(call, "s3:ListBucket");
        var marker = call.parameter("marker").orElse("");
        var page = asked.page(marked(marker, asked.delimiter));
        var xml = asked.result("ListBucketResult", page).with("Marker", asked.spelling.apply(marker));
        if (!asked.delimiter.isEmpty()) {
            xml.with(
                    "NextMarker",
                    page.last().map(Position::text).map(asked.spelling).orElse(null));
        }
        asked.addItems(xml, page, "Contents", false, true);
        return S3Xml.reply(xml);
    }

    private Reply versions(S3Call call) throws IOException {
        var asked = new Asked(call, "s3:ListBucketVersions");
        var marker = call.parameter("key-marker").orElse("");
        var page = asked.page(marked(marker, asked.delimiter));
        var xml = asked.result("ListVersionsResult", page).with("KeyMarker", asked.spelling.apply(marker));
        page.last()
                .ifPresent(last -> xml.with("NextKeyMarker", asked.spelling.apply(last.text()))
                        .with("NextVersionIdMarker", last.isPrefix() ? null : "null"));
        asked.addItems(xml, page, "Version", true, true);
        return S3Xml.reply(xml);
    }

    /** A marker that ends in the delimiter is a common prefix that has been seen. */
    private static Position marked(String marker, String delimiter) {
        return new Position(marker, !delimiter.isEmpty() && marker.endsWith(delimiter));
    }

    private static String token(Position position) {
        var text = (position.isPrefix() ? "p" : "k") + position.text();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static Position position(String token) {
        Optional<String> text;
        try {
            text = Optional.of(new String(Base64.getUrlDecoder().decode(token), UTF_8));
        } catch (IllegalArgumentException e) {
            text = Optional.empty();
        }
        return text.filter(decoded -> decoded.startsWith("p") || decoded.startsWith("k"))
                .map(decoded -> new Position(decoded.substring(1), decoded.startsWith("p")))
                .orElseThrow(() -> S3Errors.invalidArgument("The continuation token provided is incorrect"));
    }
}
