package dev.cuesheet.localaws.internal.iam;

import java.time.Instant;

/** A user's long-lived key. Immutable. */
record AccessKey(String id, String secret, String userName, boolean active, Instant created) {

    AccessKey activated(boolean nowActive) {
        return new AccessKey(id, secret, userName, nowActive, created);
    }

    /** Leaves the secret out, so that no log can hold it. */
    @Override
    public String toString() {
        return "AccessKey[" + id + " of " + userName + "]";
    }
}
