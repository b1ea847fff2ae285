package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.spi.SqlFailure;

/** A bucket and a key or key prefix. */
public record S3Location(String bucket, String key) {
    private static final String SCHEME = "s3://";

    static S3Location parse(String uri) {
        int slash = uri.indexOf('/', SCHEME.length());
        if (!uri.startsWith(SCHEME) || slash == SCHEME.length() || uri.length() == SCHEME.length()) {
            throw new SqlFailure("COPY reads from s3://bucket/key-prefix, got '" + uri + "'");
        }
        return slash < 0
                ? new S3Location(uri.substring(SCHEME.length()), "")
                : new S3Location(uri.substring(SCHEME.length(), slash), uri.substring(slash + 1));
    }

    @Override
    public String toString() {
        return SCHEME + bucket + "/" + key;
    }
}
