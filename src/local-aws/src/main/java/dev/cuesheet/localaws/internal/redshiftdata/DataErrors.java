package dev.cuesheet.localaws.internal.redshiftdata;

import dev.cuesheet.localaws.internal.wire.AwsError;

/** The Data API's refusals. */
final class DataErrors {
    private DataErrors() {}

    static AwsError validation(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    static AwsError notFound(String message) {
        return new AwsError(400, "ResourceNotFoundException", message);
    }

    static AwsError tooManyStatements(int limit) {
        return new AwsError(
                400,
                "ActiveStatementsExceededException",
                "Active statements exceeded the allowed quota (" + limit + ").");
    }

    static AwsError tooManySessions(int limit) {
        return new AwsError(
                400, "ActiveSessionsExceededException", "Active sessions exceeded the allowed quota (" + limit + ").");
    }

    static AwsError databaseConnection(String message) {
        return new AwsError(500, "DatabaseConnectionException", message);
    }
}
