package dev.cuesheet.localaws.spark.worker.s3;

import java.net.URI;
import org.apache.hadoop.fs.Path;

/** A bucket and a key; the key is empty for the bucket itself and has no leading slash. */
public record ObjectLocation(String bucket, String key) {

    public ObjectLocation {
        if (bucket.isEmpty()) {
            throw new IllegalArgumentException("no bucket in the location of \"" + key + "\"");
        }
    }

    /** Reads {@code s3://bucket/key}, also with {@code s3a} and {@code s3n}. */
    public static ObjectLocation parse(String uri) {
        var rest = uri.replaceFirst("^s3[an]?://", "");
        if (rest.length() == uri.length()) {
            throw new IllegalArgumentException("\"%s\" is not an S3 location; write s3://bucket/key".formatted(uri));
        }
        var slash = rest.indexOf('/');
        return slash < 0
                ? new ObjectLocation(rest, "")
                : new ObjectLocation(rest.substring(0, slash), rest.substring(slash + 1));
    }

    static ObjectLocation of(URI fileSystem, Path path) {
        var bucket = path.toUri().getAuthority() == null
                ? fileSystem.getAuthority()
                : path.toUri().getAuthority();
        return new ObjectLocation(bucket, path.toUri().getPath().replaceFirst("^/+", ""));
    }

    /** What the keys of everything below this place start with. */
    String prefix() {
        return key.isEmpty() || key.endsWith("/") ? key : key + "/";
    }

    public String fileName() {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
