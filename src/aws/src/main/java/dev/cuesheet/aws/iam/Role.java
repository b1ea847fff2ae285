package dev.cuesheet.aws.iam;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/** A role as IAM knows it; the trust policy is decoded JSON. */
public record Role(String name, String arn, String id, String description, String trustPolicy, Instant createdAt) {
    public Role {
        requireNonNull(name, "name");
        requireNonNull(arn, "arn");
        requireNonNull(id, "id");
        requireNonNull(description, "description");
        requireNonNull(trustPolicy, "trustPolicy");
        requireNonNull(createdAt, "createdAt");
    }
}
