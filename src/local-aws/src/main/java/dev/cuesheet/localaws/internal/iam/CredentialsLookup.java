package dev.cuesheet.localaws.internal.iam;

import java.util.Optional;

/** Finds the secret behind an access key id, for checking signatures. Safe to share between threads. */
@FunctionalInterface
public interface CredentialsLookup {

    /**
     * The key's credentials; empty when the key was never made, is inactive, or its user or role is gone. An expired
     * temporary key is found for a while, so that the answer can be "expired" and not "unknown".
     */
    Optional<Credentials> find(String accessKeyId);
}
