package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.sigv4.Signatures.SignedRequest;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/**
 * One signed request to S3 and what it is about. For one thread.
 *
 * @param bucket empty for calls on the service
 * @param key decoded; empty for calls on the service or a bucket
 */
record S3Call(Request request, S3Address address, SignedRequest signed, Authorizer authorizer) {

    String bucket() {
        return address.bucket();
    }

    String key() {
        return address.key();
    }

    InputStream body() {
        return signed.body();
    }

    Optional<String> header(String name) {
        return request.header(name);
    }

    Optional<String> parameter(String name) {
        return request.query().find(name);
    }

    /** @throws Authorizer.Denied unless the caller may */
    void authorizeOnAll(String action) {
        authorizer.check(signed.caller(), action, "*");
    }

    /** @throws Authorizer.Denied unless the caller may */
    void authorizeOnBucket(String action) {
        authorizeOnBucket(action, Map.of());
    }

    /** @throws Authorizer.Denied unless the caller may */
    void authorizeOnBucket(String action, Map<String, String> context) {
        authorizer.check(signed.caller(), action, S3Address.arn(bucket()), context);
    }

    /** @throws Authorizer.Denied unless the caller may */
    void authorizeOnObject(String action) {
        authorizeOnObject(action, bucket(), key());
    }

    /** @throws Authorizer.Denied unless the caller may */
    void authorizeOnObject(String action, String ofBucket, String ofKey) {
        authorizer.check(signed.caller(), action, S3Address.arn(ofBucket, ofKey));
    }

    /** What to say of a key that is not there: those who may not list the bucket do not learn that it is absent. */
    RuntimeException absent(String ofBucket) {
        try {
            authorizer.check(signed.caller(), "s3:ListBucket", S3Address.arn(ofBucket));
            return S3Errors.noSuchKey();
        } catch (Authorizer.Denied denied) {
            return denied;
        }
    }

    /** Versions are not kept: the only one has the id {@code null}. */
    void checkVersion(Optional<String> versionId) {
        if (versionId.isPresent() && !versionId.get().equals("null")) {
            throw new AwsError(404, "NoSuchVersion", "The specified version does not exist.");
        }
    }

    /** A number in the query string, at least as large as given. */
    int number(String parameter, int fallback, int smallest) {
        var text = parameter(parameter);
        if (text.isEmpty() || text.get().isEmpty()) {
            return fallback;
        }
        try {
            var number = Integer.parseInt(text.get());
            if (number >= smallest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw S3Errors.invalidArgument(
                "Argument " + parameter + " must be an integer of at least " + smallest + ", got " + text.get());
    }

    /** A body taken in whole, checked against the checksums that came with it. */
    byte[] smallBody(boolean checksumRequired) throws IOException {
        return new Incoming(this).small(checksumRequired);
    }
}
