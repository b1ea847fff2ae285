package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.wire.AwsError;

/** Glue's refusals. All of them are HTTP 400. */
final class GlueErrors {
    private GlueErrors() {}

    static AwsError invalidInput(String message) {
        return error("InvalidInputException", message);
    }

    static AwsError notFound(String message) {
        return error("EntityNotFoundException", message);
    }

    static AwsError alreadyExists(String message) {
        return error("AlreadyExistsException", message);
    }

    /** @param code with the suffix {@code Exception} */
    static AwsError error(String code, String message) {
        return new AwsError(400, code, message);
    }
}
