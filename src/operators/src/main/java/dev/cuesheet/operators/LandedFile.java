package dev.cuesheet.operators;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.S3Uri;

/**
 * A file that lies in S3.
 *
 * @param size in bytes
 * @param uploaded false when the object held the same content before
 */
public record LandedFile(S3Uri uri, long size, String etag, boolean uploaded) {
    public LandedFile {
        requireNonNull(uri, "uri");
        requireNonNull(etag, "etag");
    }
}
