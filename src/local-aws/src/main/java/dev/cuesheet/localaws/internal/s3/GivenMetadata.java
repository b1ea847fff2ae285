package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.s3.ObjectMetadata.Attributes;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the headers of a write say of the object to be. */
final class GivenMetadata {
    private static final Set<String> KEPT = Set.of(
            "content-type", "content-encoding", "content-language", "content-disposition", "cache-control", "expires");
    private static final String USER = "x-amz-meta-";
    private static final int LARGEST_USER = 2048;

    private GivenMetadata() {}

    static Attributes attributes(S3Call call) {
        var headers = new TreeMap<String, String>();
        var user = new TreeMap<String, String>();
        call.request().headers().forEach((name, values) -> {
            if (name.startsWith(USER)) {
                user.put(name.substring(USER.length()), String.join(",", values));
            } else if (KEPT.contains(name)) {
                headers.put(name, String.join(",", values));
            }
        });
        headers.computeIfPresent("content-encoding", (name, value) -> withoutAwsChunked(value));
        headers.values().removeIf(String::isEmpty);
        int size = user.entrySet().stream()
                .mapToInt(entry -> length(entry.getKey()) + length(entry.getValue()))
                .sum();
        if (size > LARGEST_USER) {
            throw new AwsError(
                    400,
                    "MetadataTooLarge",
                    "Your metadata headers exceed the maximum allowed metadata size of 2048 bytes");
        }
        return new Attributes(headers, user);
    }

    static Map<String, String> tags(S3Call call) {
        return call.header("x-amz-tagging")
                .map(query -> Tags.ofQuery(query, Tags.MOST_PER_OBJECT))
                .orElse(Map.of());
    }

    /** Refuses what the object would have to be, or be kept as, and cannot here. */
    static void checkSupported(S3Call call) {
        call.request().headers().keySet().stream()
                .filter(name -> name.startsWith("x-amz-server-side-encryption-customer-")
                        || name.startsWith("x-amz-server-side-encryption-aws-kms")
                        || name.equals("x-amz-website-redirect-location")
                        || name.equals("x-amz-write-offset-bytes"))
                .findFirst()
                .ifPresent(name -> {
                    throw AwsError.notImplemented("s3", "header " + name);
                });
        onlyKnows(call, "x-amz-server-side-encryption", "AES256");
        onlyKnows(call, "x-amz-storage-class", "STANDARD");
        if (call.request().headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-object-lock-"))) {
            throw S3Errors.invalidRequest("Bucket is missing Object Lock Configuration");
        }
        var acl = call.header("x-amz-acl").orElse("private");
        var grants = call.request().headers().keySet().stream().anyMatch(name -> name.startsWith("x-amz-grant-"));
        if (grants || !Set.of("private", "bucket-owner-full-control").contains(acl)) {
            throw new AwsError(400, "AccessControlListNotSupported", "The bucket does not allow ACLs");
        }
    }

    private static void onlyKnows(S3Call call, String header, String value) {
        call.header(header).filter(given -> !given.equals(value)).ifPresent(given -> {
            throw AwsError.notImplemented("s3", header + ": " + given);
        });
    }

    static WriteCondition condition(S3Call call) {
        var ifNoneMatch = call.header("if-none-match");
        if (ifNoneMatch.isPresent() && !ifNoneMatch.get().trim().equals("*")) {
            throw AwsError.notImplemented("s3", "If-None-Match with an ETag on a write");
        }
        return new WriteCondition(
                ifNoneMatch.isPresent(), call.header("if-match").map(Preconditions::unquoted));
    }

    private static String withoutAwsChunked(String encoding) {
        return Arrays.stream(encoding.split(","))
                .map(String::trim)
                .filter(name -> !name.toLowerCase(Locale.ROOT).equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }

    private static int length(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
