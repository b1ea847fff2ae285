package dev.cuesheet.localaws.duckdb.internal.copy;

/** A field, or a whole row, breaks a rule of COPY. Thrown for single rows by the thousand, so it has no stack trace. */
final class BadField extends Exception {
    private static final long serialVersionUID = 1;
    private final int code;
    private final int position;

    BadField(int code, int position, String reason) {
        super(reason, null, false, false);
        this.code = code;
        this.position = position;
    }

    int code() {
        return code;
    }

    int position() {
        return position;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
