package dev.cuesheet.localaws.internal.iam;

import java.time.Instant;

/**
 * Temporary credentials and whom they speak for. Immutable.
 *
 * @param entityId the id of the role or user when the session was made; a later one of the same name is another
 */
record Session(String accessKeyId, String secretKey, String token, Instant expiry, String entityId, Caller owner) {

    /** Leaves the secrets out, so that no log can hold them. */
    @Override
    public String toString() {
        return "Session[" + accessKeyId + " of " + owner.arn() + "]";
    }
}
