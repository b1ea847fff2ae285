package dev.cuesheet.localaws.internal.s3;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.iam.Identities;
import dev.cuesheet.localaws.internal.iam.MalformedPolicy;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What hangs on a bucket: its policy and tags, and truthful answers about all that it cannot have here, such as versions.
 * Setting any of those is refused by having no route.
 */
final class BucketSettings {
    static final String POLICY = "policy.json";
    private static final String TAGS = "tagging";
    private static final int LARGEST_POLICY = 20 * 1024;
    private static final int MOST_TAGS = 50;

    private final Buckets buckets;

    BucketSettings(ObjectStore store) {
        this.buckets = store.buckets();
    }

    List<Route> routes() {
        var routes = new ArrayList<>(List.of(
                Route.on(Route.Level.BUCKET, "GetBucketPolicy", "GET", this::policy)
                        .needing("policy"),
                Route.on(Route.Level.BUCKET, "PutBucketPolicy", "PUT", this::putPolicy)
                        .needing("policy"),
                Route.on(Route.Level.BUCKET, "DeleteBucketPolicy", "DELETE", this::deletePolicy)
                        .needing("policy"),
                Route.on(Route.Level.BUCKET, "GetBucketTagging", "GET", this::tags)
                        .needing("tagging"),
                Route.on(Route.Level.BUCKET, "PutBucketTagging", "PUT", this::putTags)
                        .needing("tagging"),
                Route.on(Route.Level.BUCKET, "DeleteBucketTagging", "DELETE", this::deleteTags)
                        .needing("tagging"),
                empty("GetBucketVersioning", "versioning", "s3:GetBucketVersioning", "VersioningConfiguration"),
                empty("GetBucketLogging", "logging", "s3:GetBucketLogging", "BucketLoggingStatus"),
                empty(
                        "GetBucketAccelerateConfiguration",
                        "accelerate",
                        "s3:GetAccelerateConfiguration",
                        "AccelerateConfiguration"),
                empty(
                        "GetBucketNotificationConfiguration",
                        "notification",
                        "s3:GetBucketNotification",
                        "NotificationConfiguration")));
        routes.add(absent("GetBucketCors", "cors", "s3:GetBucketCORS", "NoSuchCORSConfiguration"));
        routes.add(absent("GetBucketWebsite", "website", "s3:GetBucketWebsite", "NoSuchWebsiteConfiguration"));
        routes.add(absent(
                "GetBucketLifecycleConfiguration",
                "lifecycle",
                "s3:GetLifecycleConfiguration",
                "NoSuchLifecycleConfiguration"));
        routes.add(absent(
                "GetBucketReplication",
                "replication",
                "s3:GetReplicationConfiguration",
                "ReplicationConfigurationNotFoundError"));
        routes.add(absent(
                "GetObjectLockConfiguration",
                "object-lock",
                "s3:GetBucketObjectLockConfiguration",
                "ObjectLockConfigurationNotFoundError"));
        routes.add(absent(
                "GetPublicAccessBlock",
                "publicAccessBlock",
                "s3:GetBucketPublicAccessBlock",
                "NoSuchPublicAccessBlockConfiguration"));
        return routes;
    }

    private static Route empty(String operation, String parameter, String action, String element) {
        return Route.on(Route.Level.BUCKET, operation, "GET", call -> {
                    call.authorizeOnBucket(action);
                    return S3Xml.reply(S3Xml.element(element));
                })
                .needing(parameter);
    }

    private static Route absent(String operation, String parameter, String action, String code) {
        return Route.on(Route.Level.BUCKET, operation, "GET", call -> {
                    call.authorizeOnBucket(action);
                    throw new AwsError(404, code, "The bucket has no such configuration: " + parameter);
                })
                .needing(parameter);
    }

    private Reply policy(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:GetBucketPolicy");
        var policy = buckets.setting(call.bucket(), POLICY)
                .orElseThrow(() -> new AwsError(404, "NoSuchBucketPolicy", "The bucket policy does not exist"));
        return Reply.of(200).header("Content-Type", "application/json").body(policy.getBytes(UTF_8));
    }

    private Reply putPolicy(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:PutBucketPolicy");
        var body = call.smallBody(false);
        if (body.length > LARGEST_POLICY) {
            throw malformed("it is larger than " + LARGEST_POLICY + " bytes");
        }
        var policy = new String(body, UTF_8);
        try {
            Identities.checkResourcePolicy(policy);
        } catch (MalformedPolicy e) {
            throw malformed(e.getMessage());
        }
        buckets.putSetting(call.bucket(), POLICY, policy);
        return Reply.of(204);
    }

    private static AwsError malformed(String why) {
        return new AwsError(400, "MalformedPolicy", "The policy is malformed: " + why);
    }

    private Reply deletePolicy(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:DeleteBucketPolicy");
        buckets.deleteSetting(call.bucket(), POLICY);
        return Reply.of(204);
    }

    private Reply tags(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:GetBucketTagging");
        var tags = buckets.setting(call.bucket(), TAGS)
                .orElseThrow(() -> new AwsError(404, "NoSuchTagSet", "The TagSet does not exist"));
        XmlElement xml = S3Xml.element("Tagging");
        Tags.addTo(xml, Tags.ofQuery(tags, MOST_TAGS));
        return S3Xml.reply(xml);
    }

    private Reply putTags(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:PutBucketTagging");
        var tags = Tags.ofXml(call.smallBody(true), MOST_TAGS);
        buckets.putSetting(call.bucket(), TAGS, Tags.toQuery(tags));
        return Reply.of(204);
    }

    private Reply deleteTags(S3Call call) throws IOException {
        call.authorizeOnBucket("s3:PutBucketTagging");
        buckets.deleteSetting(call.bucket(), TAGS);
        return Reply.of(204);
    }
}
