package dev.cuesheet.aws.s3;

import static java.util.stream.Collectors.joining;

import dev.cuesheet.aws.AwsException.Reason;
import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.S3Uri;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Deletes many objects, as many in a call as S3 takes. */
final class Deletion {
    private static final int BATCH = 1000;
    private static final int NAMED_IN_MESSAGE = 5;
    private final Calls<S3Client> s3;

    Deletion(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    long deleteAll(S3Uri prefix, Stream<S3Uri> objects) {
        var batch = new ArrayList<ObjectIdentifier>(BATCH);
        var deleted = 0L;
        for (var each = objects.iterator(); each.hasNext(); ) {
            batch.add(ObjectIdentifier.builder().key(each.next().key()).build());
            if (batch.size() == BATCH || !each.hasNext()) {
                deleteBatch(prefix, batch);
                deleted += batch.size();
                batch.clear();
            }
        }
        return deleted;
    }

    private void deleteBatch(S3Uri prefix, List<ObjectIdentifier> batch) {
        var errors = s3.call(
                        "DeleteObjects",
                        "delete what lies under " + prefix,
                        c -> c.deleteObjects(r -> r.bucket(prefix.bucket())
                                .delete(d -> d.objects(batch).quiet(true))))
                .errors();
        if (!errors.isEmpty()) {
            throw s3.failure(
                    Reason.FAILED,
                    "DeleteObjects",
                    "Could not delete %d objects under %s: %s".formatted(errors.size(), prefix, describe(errors)));
        }
    }

    private static String describe(List<S3Error> errors) {
        var named = errors.stream()
                .limit(NAMED_IN_MESSAGE)
                .map(e -> "%s (%s: %s)".formatted(e.key(), e.code(), e.message()))
                .collect(joining(", "));
        return errors.size() > NAMED_IN_MESSAGE ? named + ", ..." : named;
    }
}
