package dev.cuesheet.localaws.internal.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;

/** A secret key narrowed to one day, region and service. Immutable. */
final class SigningKey {
    private final byte[] key;
    private final String scope;

    SigningKey(String secret, Signature.Scope scope) {
        var dateKey = Hashes.hmac(("AWS4" + secret).getBytes(UTF_8), scope.date());
        var regionKey = Hashes.hmac(dateKey, scope.region());
        var serviceKey = Hashes.hmac(regionKey, scope.service());
        this.key = Hashes.hmac(serviceKey, "aws4_request");
        this.scope = scope.toString();
    }

    /** @param kind what is signed, for example {@code AWS4-HMAC-SHA256-PAYLOAD} */
    String sign(String kind, String timestamp, String rest) {
        return Hashes.hex(Hashes.hmac(key, kind + "\n" + timestamp + "\n" + scope + "\n" + rest));
    }

    /** Takes the same time however much of the signature is right. */
    static boolean same(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(UTF_8), given.getBytes(UTF_8));
    }
}
