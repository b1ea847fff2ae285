package dev.cuesheet.localaws.internal.iam;

/** A policy document that IAM would not accept. The message says what is wrong with it. */
public final class MalformedPolicy extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedPolicy(String message) {
        super(message, null, false, false);
    }
}
