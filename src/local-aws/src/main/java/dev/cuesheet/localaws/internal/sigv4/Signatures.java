package dev.cuesheet.localaws.internal.sigv4;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.iam.Caller;
import dev.cuesheet.localaws.internal.iam.Credentials;
import dev.cuesheet.localaws.internal.iam.CredentialsLookup;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Finds out who sends a request, and that it is what they signed. Safe to share between threads. */
public final class Signatures {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

    private final CredentialsLookup credentials;
    private final String region;
    private final Clock clock;

    public Signatures(CredentialsLookup credentials, String region, Clock clock) {
        this.credentials = credentials;
        this.region = region;
        this.clock = clock;
    }

    /**
     * A request that was signed by whom it says.
     *
     * @param body checked while it is read
     * @param trailers what followed the body, by lower-case name; complete once the body was read to its end
     */
    public record SignedRequest(Caller caller, InputStream body, Supplier<Map<String, String>> trailers) {}

    /** The service that the request says it is signed for, before anything is checked. */
    public static Optional<String> serviceNamedIn(Request request) {
        return Signature.serviceNamedIn(request);
    }

    /**
     * Checks a request whose body is taken in whole.
     *
     * @param service the name that the credential scope must have
     * @param body as received
     * @return who signed it
     * @throws SignatureRefused with the reason
     */
    public Caller check(Request request, String service, byte[] body) {
        var signature = Signature.of(request);
        var owner = owner(signature, service);
        signedBy(owner, request, signature, Hashes.sha256Hex(body));
        return owner.callerIn(signature.scope().region());
    }

    /**
     * Checks an S3 request. Its body, freed of chunks, fails while it is read when it is not what was signed.
     *
     * @throws SignatureRefused with the reason
     */
    public SignedRequest checkStreaming(Request request) {
        var signature = Signature.of(request);
        var owner = owner(signature, "s3");
        var payload = request.header("x-amz-content-sha256")
                .or(() -> request.query().find("X-Amz-Content-Sha256"))
                .or(() -> signature.isLink() ? Optional.of(UNSIGNED_PAYLOAD) : Optional.empty())
                .orElseThrow(() -> new AwsError(
                        400, "InvalidRequest", "Missing required header for this request: x-amz-content-sha256"));
        var key = signedBy(owner, request, signature, payload);
        var body = payload(request, payload, key, signature);
        return new SignedRequest(
                owner.callerIn(signature.scope().region()),
                body,
                () -> body instanceof ChunkedPayload chunks ? chunks.trailers() : Map.of());
    }

    private InputStream payload(Request request, String payload, SigningKey key, Signature signature) {
        switch (payload) {
            case UNSIGNED_PAYLOAD:
                return request.body();
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD":
                return ChunkedPayload.signed(request, key, signature, false);
            case "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER":
                return ChunkedPayload.signed(request, key, signature, true);
            case "STREAMING-UNSIGNED-PAYLOAD-TRAILER":
                return ChunkedPayload.unsigned(request);
            default:
                if (!payload.matches("[0-9a-fA-F]{64}")) {
                    throw new AwsError(
                            400,
                            "InvalidArgument",
                            "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER,"
                                    + " STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER"
                                    + " or a valid sha256 value.");
                }
                return new HashedPayload(request.body(), payload.toLowerCase(Locale.ROOT));
        }
    }

    private Credentials owner(Signature signature, String service) {
        var scope = signature.scope();
        var malformed = signature.isLink() ? Refusal.MALFORMED_LINK : Refusal.WRONG_SCOPE;
        if (!service.equals(scope.service())) {
            throw malformed.because("Credential should be scoped to correct service: '%s', got '%s'."
                    .formatted(service, scope.service()));
        }
        if (!scope.region().equals(region) && !isGlobal(scope)) {
            var message = service.equals("s3")
                    ? "The authorization header is malformed; the region '%s' is wrong; expecting '%s'"
                    : "Credential should be scoped to a valid region: got '%s', expecting '%s'";
            throw malformed.because(message.formatted(scope.region(), region));
        }
        checkTime(signature);
        var found = credentials
                .find(signature.accessKeyId())
                .orElseThrow(() -> Refusal.UNKNOWN_KEY.because(
                        "The AWS Access Key Id you provided does not exist in our records."));
        if (!found.sessionToken().equals(signature.token())) {
            throw Refusal.WRONG_TOKEN.because("The provided token is malformed or otherwise invalid.");
        }
        if (found.isExpiredAt(clock.instant())) {
            throw Refusal.EXPIRED_TOKEN.because("The provided token has expired.");
        }
        if (!signature.timestamp().startsWith(scope.date())) {
            throw malformed.because("The credential's date %s is not that of the request, %s"
                    .formatted(scope.date(), signature.timestamp()));
        }
        return found;
    }

    /** IAM and STS have one endpoint for all regions; clients sign for it under either of two names. */
    private static boolean isGlobal(Signature.Scope scope) {
        return (scope.service().equals("iam") || scope.service().equals("sts"))
                && (scope.region().equals("us-east-1") || scope.region().equals("aws-global"));
    }

    private void checkTime(Signature signature) {
        var now = clock.instant();
        var signedAt = signature.signedAt();
        if (signature.isLink()) {
            if (signedAt.isAfter(now.plus(SKEW))) {
                throw Refusal.EXPIRED_LINK.because("Request is not yet valid");
            }
            if (now.isAfter(signedAt.plusSeconds(signature.lifetime().orElseThrow()))) {
                throw Refusal.EXPIRED_LINK.because("Request has expired");
            }
        } else if (Duration.between(signedAt, now).abs().compareTo(SKEW) > 0) {
            throw Refusal.SKEWED_CLOCK.because("The difference between the request time and the current time is too"
                    + " large: the request says " + signedAt + ", the server's clock says " + now + ".");
        }
    }

    private static SigningKey signedBy(Credentials owner, Request request, Signature signature, String payloadHash) {
        for (var name : request.headers().keySet()) {
            if ((name.startsWith("x-amz-") || name.equals("host"))
                    && !signature.signedHeaders().contains(name)) {
                throw Refusal.UNSIGNED_HEADER.because(
                        "There were headers present in the request which were not signed: " + name);
            }
        }
        var key = new SigningKey(owner.secretKey(), signature.scope());
        var canonical = CanonicalRequest.of(request, signature, payloadHash);
        var expected = key.sign(Signature.ALGORITHM, signature.timestamp(), Hashes.sha256Hex(canonical));
        if (!SigningKey.same(expected, signature.value())) {
            throw Refusal.WRONG_SIGNATURE.because("The request signature we calculated does not match the signature you"
                    + " provided. Check your key and signing method.");
        }
        return key;
    }
}
