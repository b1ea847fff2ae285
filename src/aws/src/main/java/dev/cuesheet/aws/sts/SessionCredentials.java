package dev.cuesheet.aws.sts;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** Credentials of an assumed role, good until they expire. Printing them shows no secret. */
public record SessionCredentials(
        String accessKeyId, String secretAccessKey, String sessionToken, Instant expiresAt, String assumedRoleArn) {
    public SessionCredentials {
        requireNonNull(accessKeyId, "accessKeyId");
        requireNonNull(secretAccessKey, "secretAccessKey");
        requireNonNull(sessionToken, "sessionToken");
        requireNonNull(expiresAt, "expiresAt");
        requireNonNull(assumedRoleArn, "assumedRoleArn");
    }

    @Override
    public String toString() {
        return "SessionCredentials[%s, until %s]".formatted(assumedRoleArn, expiresAt);
    }
}
