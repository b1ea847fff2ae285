package dev.cuesheet.localaws.internal.crawler;

import java.util.List;
import java.util.OptionalInt;

/**
 * What to crawl and how to make tables of it.
 *
 * @param classifiers custom ones, asked before the built-in
 * @param combineCompatible one table for a target whenever its schemas can be merged, alike or not
 * @param tableLevel the absolute depth of tables, the bucket being 1; empty to find it out
 */
public record CrawlPlan(
        List<Target> targets, List<Classifier> classifiers, boolean combineCompatible, OptionalInt tableLevel) {
    public CrawlPlan {
        targets = List.copyOf(targets);
        classifiers = List.copyOf(classifiers);
    }

    /**
     * An include path in S3.
     *
     * @param path the key's beginning, without a leading slash; empty for the whole bucket
     * @param sampleSize how many files of each folder are looked into
     */
    public record Target(String bucket, String path, List<String> exclusions, OptionalInt sampleSize) {
        public Target {
            exclusions = List.copyOf(exclusions);
        }

        /** @throws IllegalArgumentException when the text is no S3 URI */
        public static Target parse(String uri, List<String> exclusions, OptionalInt sampleSize) {
            if (!uri.startsWith("s3://") || uri.length() == "s3://".length()) {
                throw new IllegalArgumentException("An S3 target needs a path like s3://bucket/prefix/, got " + uri);
            }
            var rest = uri.substring("s3://".length());
            int slash = rest.indexOf('/');
            return slash < 0
                    ? new Target(rest, "", exclusions, sampleSize)
                    : new Target(rest.substring(0, slash), rest.substring(slash + 1), exclusions, sampleSize);
        }

        /** The path as a folder: with a slash at its end unless it is empty. */
        public String folder() {
            return path.isEmpty() || path.endsWith("/") ? path : path + "/";
        }
    }
}
