package dev.cuesheet.localaws.internal.s3;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of an object beside its bytes.
 *
 * @param size in bytes
 * @param etag without quotes
 * @param lastModified to the millisecond
 * @param attributes what the writer gave and a reader gets back unchanged
 * @param tags by key
 * @param partSizes of a multipart object, in bytes; empty for one written at once
 */
record ObjectMetadata(
        long size,
        String etag,
        Instant lastModified,
        Attributes attributes,
        Map<String, String> tags,
        Optional<Checksum> checksum,
        List<Long> partSizes) {
    ObjectMetadata {
        tags = Map.copyOf(tags);
        partSizes = List.copyOf(partSizes);
    }

    /**
     * The headers that come back with every GET.
     *
     * @param headers standard ones, by lower-case name: content-type, cache-control ...
     * @param user what travels as {@code x-amz-meta-*}, by lower-case name without that prefix
     */
    record Attributes(Map<String, String> headers, Map<String, String> user) {
        static final Attributes NONE = new Attributes(Map.of(), Map.of());

        Attributes {
            headers = Map.copyOf(headers);
            user = Map.copyOf(user);
        }
    }

    String quotedEtag() {
        return '"' + etag + '"';
    }

    ObjectMetadata withTags(Map<String, String> newTags) {
        return new ObjectMetadata(size, etag, lastModified, attributes, newTags, checksum, partSizes);
    }
}
