package dev.cuesheet.localaws.internal.iam;

import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import java.util.regex.Pattern;

/** IAM's refusals, and the checks of names and sizes that lead to them. */
final class IamErrors {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("/|/[!-~]+/");

    private IamErrors() {}

    static AwsError notImplemented(String operation) {
        return AwsError.notImplemented("iam", operation);
    }

    static AwsError noSuchEntity(String message) {
        return new AwsError(404, "NoSuchEntity", message);
    }

    static AwsError alreadyExists(String message) {
        return new AwsError(409, "EntityAlreadyExists", message);
    }

    static AwsError deleteConflict() {
        return new AwsError(409, "DeleteConflict", "Cannot delete entity, must remove referenced objects first.");
    }

    static AwsError limitExceeded(String message) {
        return new AwsError(409, "LimitExceeded", message);
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "ValidationError", message);
    }

    /** The field as a name of IAM's alphabet. */
    static String name(QueryParameters input, String field, int longest) {
        var name = input.get(field);
        if (name.isEmpty() || name.length() > longest || !NAME.matcher(name).matches()) {
            throw invalid("The specified value for " + Character.toLowerCase(field.charAt(0)) + field.substring(1)
                    + " is invalid. It must contain 1 to " + longest
                    + " alphanumeric characters or the following: +=,.@_-");
        }
        return name;
    }

    static String path(QueryParameters input) {
        var path = input.find("Path").orElse("/");
        if (path.length() > 512 || !PATH.matcher(path).matches()) {
            throw invalid("The specified value for path is invalid. It must begin and end with / and contain only"
                    + " alphanumeric characters and/or / characters.");
        }
        return path;
    }

    /** The field as a policy document. */
    static String document(QueryParameters input, String field, PolicyDocument.Kind kind) {
        var document = input.get(field);
        try {
            PolicyParser.parse(document, kind);
        } catch (MalformedPolicy e) {
            throw new AwsError(400, "MalformedPolicyDocument", e.getMessage());
        }
        return document;
    }

    /** A policy's size as IAM counts it: white space is free. */
    static long sizeOf(String document) {
        return document.chars().filter(c -> !Character.isWhitespace(c)).count();
    }
}
