package dev.cuesheet.localaws.internal.s3;

import java.util.Optional;

/**
 * What must hold of the object that stands under the key for a write to go through.
 *
 * @param ifAbsent there must be none
 * @param ifMatch its ETag must be this one, without quotes
 */
record WriteCondition(boolean ifAbsent, Optional<String> ifMatch) {
    static final WriteCondition NONE = new WriteCondition(false, Optional.empty());

    void check(Optional<ObjectMetadata> current) {
        if (ifAbsent && current.isPresent()) {
            throw S3Errors.preconditionFailed();
        }
        if (ifMatch.isPresent()) {
            var etag = current.orElseThrow(S3Errors::noSuchKey).etag();
            if (!ifMatch.get().equals("*") && !ifMatch.get().equals(etag)) {
                throw S3Errors.preconditionFailed();
            }
        }
    }
}
