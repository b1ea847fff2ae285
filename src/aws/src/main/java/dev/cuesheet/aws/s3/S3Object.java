package dev.cuesheet.aws.s3;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.S3Uri;
import java.time.Instant;

/**
 * An object as S3 lists it.
 *
 * @param size in bytes
 * @param etag without quotes: the content's MD5, or for a multipart upload the MD5 of the parts' MD5s with their number
 */
public record S3Object(S3Uri uri, long size, String etag, Instant lastModified) {
    public S3Object {
        requireNonNull(uri, "uri");
        requireNonNull(etag, "etag");
        requireNonNull(lastModified, "lastModified");
    }
}
