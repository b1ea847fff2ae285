package dev.cuesheet.aws.sts;

import static java.util.Objects.requireNonNull;

/** Who calls: the account, the ARN of the user or assumed role, and its unique id. */
public record CallerIdentity(String account, String arn, String userId) {
    public CallerIdentity {
        requireNonNull(account, "account");
        requireNonNull(arn, "arn");
        requireNonNull(userId, "userId");
    }
}
