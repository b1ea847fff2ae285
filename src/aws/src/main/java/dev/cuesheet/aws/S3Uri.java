package dev.cuesheet.aws;

import java.util.regex.Pattern;

/**
 * A place in S3: a bucket, an object, or a prefix. The key is empty for the bucket itself and ends in a slash for a
 * folder. Keys are taken as they are: nothing is decoded and {@code ..} means nothing.
 */
public record S3Uri(String bucket, String key) implements Comparable<S3Uri> {
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern URI = Pattern.compile("s3a?://([^/]*)(?:/(.*))?", Pattern.DOTALL);

    public S3Uri {
        if (!BUCKET.matcher(bucket).matches()) {
            throw new IllegalArgumentException(
                    "Bucket names have 3 to 63 lower-case letters, digits, dots and hyphens; got \"" + bucket + "\"");
        }
        if (key.startsWith("/")) {
            throw new IllegalArgumentException(
                    "The key \"%s\" in bucket %s starts with a slash".formatted(key, bucket));
        }
    }

    /** Reads {@code s3://bucket/key}; Hadoop's {@code s3a} is understood too. */
    public static S3Uri parse(String uri) {
        var parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new IllegalArgumentException("An S3 URI looks like s3://bucket/key; got \"" + uri + "\"");
        }
        var key = parts.group(2);
        return new S3Uri(parts.group(1), key == null ? "" : key);
    }

    public static S3Uri ofBucket(String bucket) {
        return new S3Uri(bucket, "");
    }

    /** The place below this one; a slash is put between when there is none. */
    public S3Uri child(String name) {
        var separator = key.isEmpty() || key.endsWith("/") ? "" : "/";
        return new S3Uri(bucket, key + separator + name);
    }

    /** This place as a folder: its key ends in a slash, so that it is a prefix of what lies below and of nothing else. */
    public S3Uri asFolder() {
        return key.isEmpty() || key.endsWith("/") ? this : new S3Uri(bucket, key + "/");
    }

    public boolean isBucket() {
        return key.isEmpty();
    }

    public boolean isFolder() {
        return key.isEmpty() || key.endsWith("/");
    }

    /** The last part of the key, without a folder's slash; the bucket's name when there is no key. */
    public String name() {
        if (key.isEmpty()) {
            return bucket;
        }
        var end = key.endsWith("/") ? key.length() - 1 : key.length();
        return key.substring(key.lastIndexOf('/', end - 1) + 1, end);
    }

    /** The ARN that policies name. */
    public String arn() {
        return "arn:aws:s3:::" + bucket + (key.isEmpty() ? "" : "/" + key);
    }

    @Override
    public int compareTo(S3Uri other) {
        var byBucket = bucket.compareTo(other.bucket);
        return byBucket != 0 ? byBucket : key.compareTo(other.key);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
