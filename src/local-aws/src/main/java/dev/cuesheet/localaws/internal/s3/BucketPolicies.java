package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.iam.ResourcePolicies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** The policies of buckets, which cover their objects too. */
public record BucketPolicies(ObjectStore store) implements ResourcePolicies {
    private static final String PREFIX = "arn:aws:s3:::";

    @Override
    public Optional<String> policyOf(String resourceArn) {
        if (!resourceArn.startsWith(PREFIX)) {
            return Optional.empty();
        }
        var bucket = resourceArn.substring(PREFIX.length()).split("/", 2)[0];
        try {
            return Buckets.isName(bucket) ? store.buckets().setting(bucket, BucketSettings.POLICY) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the policy of the bucket " + bucket, e);
        }
    }
}
