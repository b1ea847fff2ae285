package dev.cuesheet.localaws.internal.iam;

import java.time.Instant;
import java.util.Optional;

/**
 * An access key and who it speaks for.
 *
 * @param sessionToken what a temporary key must send along; empty for long-lived keys
 * @param expiry when a temporary key ends; empty for long-lived keys
 * @param owner the identity, its region not yet known: see {@link #callerIn}
 */
public record Credentials(
        String accessKeyId, String secretKey, Optional<String> sessionToken, Optional<Instant> expiry, Caller owner) {

    public boolean isExpiredAt(Instant now) {
        return expiry.isPresent() && !now.isBefore(expiry.get());
    }

    /** The identity as the caller of a request signed for the region. */
    public Caller callerIn(String region) {
        return new Caller(
                owner.accountId(), owner.arn(), owner.userId(), owner.roleArn(), owner.sessionPolicy(), region);
    }

    /** Leaves the secrets out, so that no log can hold them. */
    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + " of " + owner.arn() + "]";
    }
}
