package dev.cuesheet.aws.s3;

import dev.cuesheet.aws.Calls;
import dev.cuesheet.aws.Pages;
import dev.cuesheet.aws.Pages.Page;
import dev.cuesheet.aws.S3Uri;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Reads listings to their end. */
final class Listing {
    private final Calls<S3Client> s3;

    Listing(Calls<S3Client> s3) {
        this.s3 = s3;
    }

    Stream<S3Object> objects(S3Uri prefix) {
        return Pages.stream(token -> {
            var page = page(prefix, "", token);
            var objects = page.contents().stream()
                    .map(o -> new S3Object(
                            new S3Uri(prefix.bucket(), o.key()), o.size(), Etags.bare(o.eTag()), o.lastModified()))
                    .toList();
            return new Page<>(objects, page.nextContinuationToken());
        });
    }

    Stream<S3Uri> folders(S3Uri folder) {
        return Pages.stream(token -> {
            var page = page(folder, "/", token);
            var folders = page.commonPrefixes().stream()
                    .map(p -> new S3Uri(folder.bucket(), p.prefix()))
                    .toList();
            return new Page<>(folders, page.nextContinuationToken());
        });
    }

    Stream<String> buckets() {
        return Pages.stream(token -> s3.call("ListBuckets", "list buckets", c -> {
            var page = c.listBuckets(r -> r.continuationToken(token));
            return new Page<>(page.buckets().stream().map(Bucket::name).toList(), page.continuationToken());
        }));
    }

    private ListObjectsV2Response page(S3Uri prefix, String delimiter, @Nullable String token) {
        return s3.call(
                "ListObjectsV2",
                "list " + prefix,
                c -> c.listObjectsV2(r -> r.bucket(prefix.bucket())
                        .prefix(prefix.key().isEmpty() ? null : prefix.key())
                        .delimiter(delimiter.isEmpty() ? null : delimiter)
                        .continuationToken(token)));
    }
}
