package dev.cuesheet.aws.iam;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.aws.Ensured;

/** A role that is as it should be, and what that took. */
public record EnsuredRole(Role role, Ensured ensured) {
    public EnsuredRole {
        requireNonNull(role, "role");
        requireNonNull(ensured, "ensured");
    }
}
