package dev.cuesheet.localaws.internal.sigv4;

/** The request is not from whom it says it is, or not what they signed, or not from now. */
public final class SignatureRefused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Refusal refusal;

    SignatureRefused(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
