package dev.cuesheet.localaws.internal.wire;

/** An answer that says no: the service's own error code and message with the HTTP status the real service uses. */
public final class AwsError extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;
    private final String code;

    public AwsError(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    /** A real operation that is not built here. The code is one that no real service uses, so nobody mistakes the gap for a success. */
    public static AwsError notImplemented(String service, String operation) {
        return new AwsError(501, "NotImplemented", "Local AWS does not implement " + service + ":" + operation);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
