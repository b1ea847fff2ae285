package dev.cuesheet.localaws.internal.sigv4;

import dev.cuesheet.localaws.internal.http.Request;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a request says about its signature, in its Authorization header or, for a presigned link, in its query string.
 *
 * @param timestamp as sent, for example {@code 20240501T020000Z}
 * @param lifetime a link's seconds of life; empty for a header
 */
record Signature(
        String accessKeyId,
        Scope scope,
        List<String> signedHeaders,
        String value,
        String timestamp,
        Instant signedAt,
        Optional<String> token,
        Optional<Long> lifetime) {

    static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long LONGEST_LIFETIME = 604_800;

    /** Where and when a signature is good: {@code 20240501/us-east-1/s3/aws4_request}. */
    record Scope(String date, String region, String service) {
        @Override
        public String toString() {
            return date + "/" + region + "/" + service + "/aws4_request";
        }
    }

    boolean isLink() {
        return lifetime.isPresent();
    }

    /** The service in the request's credential scope, unverified: good for finding the way, not for trusting. */
    static Optional<String> serviceNamedIn(Request request) {
        var credential = request.header("authorization")
                .map(header -> header.replaceFirst(".*Credential=", ""))
                .or(() -> request.query().find("X-Amz-Credential"));
        return credential
                .map(text -> text.split("[,/ ]"))
                .filter(parts -> parts.length > 3)
                .map(parts -> parts[3]);
    }

    static Signature of(Request request) {
        var header = request.header("authorization");
        if (header.isPresent()) {
            return ofHeader(header.get(), request);
        }
        if (request.query().has("X-Amz-Algorithm") || request.query().has("X-Amz-Signature")) {
            return ofLink(request);
        }
        if (request.query().has("AWSAccessKeyId") || request.query().has("Signature")) {
            throw unsupported();
        }
        throw Refusal.MISSING.because("Access Denied: the request is not signed");
    }

    private static Signature ofHeader(String header, Request request) {
        if (!header.startsWith(ALGORITHM + " ")) {
            throw unsupported();
        }
        Map<String, String> fields = new HashMap<>();
        for (var field : header.substring(ALGORITHM.length() + 1).split(",")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(
                        field.substring(0, equals).trim(),
                        field.substring(equals + 1).trim());
            }
        }
        for (var name : List.of("Credential", "SignedHeaders", "Signature")) {
            if (!fields.containsKey(name)) {
                throw Refusal.MALFORMED.because("The authorization header is malformed; it has no " + name + ".");
            }
        }
        var timestamp =
                request.header("x-amz-date").or(() -> request.header("date").map(Signature::stampOfHttpDate));
        if (timestamp.isEmpty()) {
            throw Refusal.MISSING.because("AWS authentication requires a valid Date or x-amz-date header");
        }
        var credential = credential(fields.get("Credential"), Refusal.MALFORMED);
        return new Signature(
                credential.getKey(),
                credential.getValue(),
                headerNames(fields.get("SignedHeaders")),
                fields.get("Signature"),
                timestamp.get(),
                instant(timestamp.get(), Refusal.MISSING),
                request.header("x-amz-security-token"),
                Optional.empty());
    }

    private static Signature ofLink(Request request) {
        var query = request.query();
        if (!query.find("X-Amz-Algorithm").orElse("").equals(ALGORITHM)) {
            throw Refusal.MALFORMED_LINK.because("X-Amz-Algorithm only supports \"" + ALGORITHM + "\"");
        }
        for (var name :
                List.of("X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders", "X-Amz-Signature")) {
            if (!query.has(name)) {
                throw Refusal.MALFORMED_LINK.because("Query-string authentication requires " + name + ".");
            }
        }
        var credential = credential(query.find("X-Amz-Credential").orElseThrow(), Refusal.MALFORMED_LINK);
        var timestamp = query.find("X-Amz-Date").orElseThrow();
        return new Signature(
                credential.getKey(),
                credential.getValue(),
                headerNames(query.find("X-Amz-SignedHeaders").orElseThrow()),
                query.find("X-Amz-Signature").orElseThrow(),
                timestamp,
                instant(timestamp, Refusal.MALFORMED_LINK),
                query.find("X-Amz-Security-Token"),
                Optional.of(lifetime(query.find("X-Amz-Expires").orElseThrow())));
    }

    private static Map.Entry<String, Scope> credential(String text, Refusal malformed) {
        var parts = text.split("/");
        int last = parts.length - 1;
        if (parts.length < 5 || !parts[last].equals("aws4_request")) {
            throw malformed.because(
                    "The credential \"" + text + "\" is malformed; it must read KEY/DATE/REGION/SERVICE/aws4_request.");
        }
        var key = String.join("/", Arrays.copyOf(parts, parts.length - 4));
        return Map.entry(key, new Scope(parts[last - 3], parts[last - 2], parts[last - 1]));
    }

    private static List<String> headerNames(String joined) {
        return Arrays.stream(joined.split(";"))
                .map(name -> name.toLowerCase(Locale.ROOT))
                .sorted()
                .toList();
    }

    private static long lifetime(String seconds) {
        try {
            var lifetime = Long.parseLong(seconds);
            if (lifetime >= 0 && lifetime <= LONGEST_LIFETIME) {
                return lifetime;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Refusal.MALFORMED_LINK.because(
                "X-Amz-Expires must be a number of seconds from 0 to " + LONGEST_LIFETIME + ", got " + seconds);
    }

    private static Instant instant(String timestamp, Refusal malformed) {
        try {
            return STAMP.parse(timestamp, Instant::from);
        } catch (DateTimeParseException e) {
            throw malformed.because("The date \"" + timestamp + "\" must be in ISO 8601, like 20240501T020000Z");
        }
    }

    private static String stampOfHttpDate(String date) {
        try {
            return STAMP.format(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeParseException e) {
            return date;
        }
    }

    private static SignatureRefused unsupported() {
        return Refusal.UNSUPPORTED.because(
                "The authorization mechanism you have provided is not supported. Please use " + ALGORITHM + ".");
    }

    /** Keeps signature and token out of logs. */
    @Override
    public String toString() {
        return "Signature[" + accessKeyId + " for " + scope + "]";
    }
}
