package dev.cuesheet.aws.s3;

import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.S3Uri;
import software.amazon.awssdk.services.s3.S3Client;

/** Looks single objects up. */
final class Heads {
    private final Calls<S3Client> s3;

    Heads(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    S3Object get(S3Uri uri) {
        return s3.call("HeadObject", "look up " + uri, c -> {
            var head = c.headObject(r -> r.bucket(uri.bucket()).key(uri.key()));
            return new S3Object(uri, head.contentLength(), Etags.bare(head.eTag()), head.lastModified());
        });
    }
}
