package dev.cuesheet.localaws.internal.iam;

import java.util.Optional;

/** Policies that hang on resources: the bucket policies of S3. Asked on every decision, so answers should be quick. */
@FunctionalInterface
public interface ResourcePolicies {

    /** The JSON policy of the resource that the ARN names or lies in, for example of the bucket of an object's ARN. */
    Optional<String> policyOf(String resourceArn);

    static ResourcePolicies none() {
        return arn -> Optional.empty();
    }
}
