package dev.cuesheet.localaws.internal.redshift;

import dev.cuesheet.localaws.internal.iam.Caller;

/** Names of database users. */
public final class DatabaseUsers {
    private DatabaseUsers() {}

    /** The database user that stands for an identity. */
    public static String of(Caller caller) {
        var arn = caller.roleArn().orElse(caller.arn());
        var name = arn.substring(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1);
        return (caller.roleArn().isPresent() ? "IAMR:" : "IAM:") + name;
    }
}
