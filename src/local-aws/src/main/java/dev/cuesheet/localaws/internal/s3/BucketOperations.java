package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.s3.Buckets.Bucket;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.XmlNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Buckets come, go and are looked at. */
final class BucketOperations {
    private static final int MOST = 10_000;

    private final Buckets buckets;
    private final String region;

    BucketOperations(ObjectStore store, String region) {
        this.buckets = store.buckets();
        this.region = region;
    }

    List<Route> routes() {
        return List.of(
                Route.on(Route.Level.SERVICE, "ListBuckets", "GET", this::list)
                        .allowing("prefix", "max-buckets", "continuation-token", "bucket-region"),
                Route.on(Route.Level.BUCKET, "CreateBucket", "PUT", this::create),
                Route.on(Route.Level.BUCKET, "HeadBucket", "HEAD", this::head),
                Route.on(Route.Level.BUCKET, "DeleteBucket", "DELETE", this::delete),
                Route.on(Route.Level.BUCKET, "GetBucketLocation", "GET", this::location)
                        .needing("location"));
    }

    private Reply list(S3Call call) throws IOException {
        call.authorizeOnAll("s3:ListAllMyBuckets");
        var prefix = call.parameter("prefix").orElse("");
        var after = call.parameter("continuation-token").orElse("");
        int most = Math.min(call.number("max-buckets", MOST, 1), MOST);
        var wanted = buckets.all().stream()
                .filter(bucket ->
                        bucket.name().startsWith(prefix) && bucket.name().compareTo(after) > 0)
                .limit(most + 1L)
                .toList();
        var xml = S3Xml.element("ListAllMyBucketsResult");
        var page = wanted.subList(0, Math.min(most, wanted.size()));
        var list = xml.child("Buckets");
        for (var bucket : page) {
            list.child("Bucket")
                    .with("Name", bucket.name())
                    .with("CreationDate", S3Xml.time(bucket.created()))
                    .with("BucketRegion", region);
        }
        Owner.of(call.signed().caller().accountId()).addTo(xml);
        if (wanted.size() > most) {
            xml.with("ContinuationToken", last(page).map(Bucket::name).orElse(""));
        }
        return S3Xml.reply(xml);
    }

    private static Optional<Bucket> last(List<Bucket> page) {
        return page.isEmpty() ? Optional.empty() : Optional.of(page.get(page.size() - 1));
    }

    private Reply create(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:CreateBucket");
        checkLocation(call.smallBody(false));
        if (call.header("x-amz-bucket-object-lock-enabled").orElse("false").equalsIgnoreCase("true")) {
            throw AwsError.notImplemented("s3", "CreateBucket with object lock");
        }
        var made = buckets.create(call.bucket());
        if (!made && !region.equals("us-east-1")) {
            throw new AwsError(
                    409,
                    "BucketAlreadyOwnedByYou",
                    "Your previous request to create the named bucket succeeded and you already own it.");
        }
        return Reply.of(200).header("Location", "/" + call.bucket());
    }

    private void checkLocation(byte[] body) {
        var asked = body.length == 0
                ? Optional.<String>empty()
                : XmlNode.parse(body)
                        .orElseThrow(S3Errors::malformedXml)
                        .text("LocationConstraint")
                        .filter(location -> !location.isEmpty());
        if (asked.isEmpty() && !region.equals("us-east-1")) {
            throw new AwsError(
                    400,
                    "IllegalLocationConstraintException",
                    "The unspecified location constraint is incompatible for the region specific endpoint this request was"
                            + " sent to.");
        }
        if (asked.isPresent() && region.equals("us-east-1")) {
            throw new AwsError(
                    400, "InvalidLocationConstraint", "The specified location-constraint is not valid: " + asked.get());
        }
        if (asked.isPresent() && !asked.get().equals(region)) {
            throw new AwsError(
                    400,
                    "IllegalLocationConstraintException",
                    "The %s location constraint is incompatible for the region specific endpoint this request was sent to."
                            .formatted(asked.get()));
        }
    }

    private Reply head(S3Call call) {
        call.authorizeOnBucket("s3:ListBucket");
        return Reply.of(200).header("x-amz-bucket-region", region).header("x-amz-access-point-alias", "false");
    }

    private Reply delete(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:DeleteBucket");
        buckets.delete(call.bucket());
        return Reply.of(204);
    }

    private Reply location(S3Call call) {
        call.authorizeOnBucket("s3:GetBucketLocation");
        var xml = S3Xml.element("LocationConstraint");
        return S3Xml.reply(region.equals("us-east-1") ? xml : xml.text(region));
    }
}
