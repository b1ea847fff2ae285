package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.wire.AwsError;

/** S3's refusals with its own codes, words and statuses. */
final class S3Errors {
    private S3Errors() {}

    static AwsError noSuchBucket() {
        return new AwsError(404, "NoSuchBucket", "The specified bucket does not exist");
    }

    static AwsError noSuchKey() {
        return new AwsError(404, "NoSuchKey", "The specified key does not exist.");
    }

    static AwsError noSuchUpload() {
        return new AwsError(
                404,
                "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted"
                        + " or completed.");
    }

    static AwsError preconditionFailed() {
        return new AwsError(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
    }

    static AwsError invalidArgument(String message) {
        return new AwsError(400, "InvalidArgument", message);
    }

    static AwsError invalidRequest(String message) {
        return new AwsError(400, "InvalidRequest", message);
    }

    static AwsError malformedXml() {
        return new AwsError(
                400,
                "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our published schema");
    }
}
