package dev.cuesheet.localaws.internal.iam;

/**
 * The one account of a local AWS.
 *
 * @param id twelve digits
 * @param region where its services are
 * @param rootAccessKeyId the root user's key, which may do everything
 * @param rootSecretKey the secret of that key
 */
public record Account(String id, String region, String rootAccessKeyId, String rootSecretKey) {
    public Account {
        if (!id.matches("\\d{12}")) {
            throw new IllegalArgumentException("An account id has twelve digits, got \"" + id + "\"");
        }
    }

    /** What LocalStack's users type: account 000000000000, us-east-1, key test/test. */
    public static Account standard() {
        return new Account("000000000000", "us-east-1", "test", "test");
    }

    public String rootArn() {
        return "arn:aws:iam::" + id + ":root";
    }

    public Caller root() {
        return new Caller(id, rootArn(), id, java.util.Optional.empty(), java.util.Optional.empty(), region);
    }

    /** Leaves the secret out. */
    @Override
    public String toString() {
        return "Account[" + id + " in " + region + "]";
    }
}
