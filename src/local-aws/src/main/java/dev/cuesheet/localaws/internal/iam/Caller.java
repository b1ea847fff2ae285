package dev.cuesheet.localaws.internal.iam;

import java.util.Optional;

/**
 * Who makes a call, once the signature has been checked.
 *
 * @param arn the identity's ARN: the account's root, a user, or an assumed role's session
 * @param userId the unique id that {@code GetCallerIdentity} shows
 * @param roleArn the role behind a session, whose policies decide; empty for root and users
 * @param sessionPolicy the JSON policy given at AssumeRole, which narrows the role's permissions
 * @param region the region in the signature's scope
 */
public record Caller(
        String accountId,
        String arn,
        String userId,
        Optional<String> roleArn,
        Optional<String> sessionPolicy,
        String region) {

    public boolean isRoot() {
        return arn.endsWith(":root");
    }
}
