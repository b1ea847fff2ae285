package dev.cuesheet.localaws.internal.sigv4;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.iam.Account;
import dev.cuesheet.localaws.internal.iam.Credentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The worked examples of S3's documentation, whose signatures we did not make. */
class PublishedSignaturesTest {
    private static final Account ACCOUNT = new Account(
            "000000000000", "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
    private static final String SCOPE = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";

    private final Signatures signatures = new Signatures(
            key -> Optional.of(new Credentials(
                    ACCOUNT.rootAccessKeyId(),
                    ACCOUNT.rootSecretKey(),
                    Optional.empty(),
                    Optional.empty(),
                    ACCOUNT.root())),
            "us-east-1",
            Clock.fixed(Instant.parse("2013-05-24T00:00:00Z"), ZoneOffset.UTC));

    @Test
    void a_get_with_a_range() {
        var request = signed(
                "GET",
                "/test.txt",
                "",
                Map.of(
                        "host", "examplebucket.s3.amazonaws.com",
                        "range", "bytes=0-9",
                        "x-amz-content-sha256", Hashes.OF_NOTHING,
                        "x-amz-date", "20130524T000000Z"),
                "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");

        assertThat(signatures.checkStreaming(request).caller().arn()).isEqualTo(ACCOUNT.rootArn());
    }

    @Test
    void a_put_of_a_key_that_must_be_escaped_and_with_an_http_date() throws IOException {
        var request = signed(
                "PUT",
                "/test$file.text",
                "Welcome to Amazon S3.",
                Map.of(
                        "date", "Fri, 24 May 2013 00:00:00 GMT",
                        "host", "examplebucket.s3.amazonaws.com",
                        "x-amz-date", "20130524T000000Z",
                        "x-amz-storage-class", "REDUCED_REDUNDANCY",
                        "x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
                "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");

        assertThat(signatures.checkStreaming(request).body().readAllBytes()).hasSize(21);
    }

    @Test
    void a_subresource_without_a_value() {
        var request = signed(
                "GET",
                "/?lifecycle",
                "",
                Map.of(
                        "host", "examplebucket.s3.amazonaws.com",
                        "x-amz-date", "20130524T000000Z",
                        "x-amz-content-sha256", Hashes.OF_NOTHING),
                "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");

        assertThat(signatures.checkStreaming(request).caller().isRoot()).isTrue();
    }

    @Test
    void a_listing_with_parameters() {
        var request = signed(
                "GET",
                "/?prefix=J&max-keys=2",
                "",
                Map.of(
                        "host", "examplebucket.s3.amazonaws.com",
                        "x-amz-date", "20130524T000000Z",
                        "x-amz-content-sha256", Hashes.OF_NOTHING),
                "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");

        assertThat(signatures.checkStreaming(request).caller().isRoot()).isTrue();
    }

    @Test
    void a_presigned_link() {
        var request = request(
                "GET",
                "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + SCOPE.replace("/", "%2F")
                        + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                        + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404",
                Map.of("host", "examplebucket.s3.amazonaws.com"),
                new byte[0]);

        assertThat(signatures.checkStreaming(request).caller().isRoot()).isTrue();
    }

    @Test
    void an_upload_in_signed_chunks() throws IOException {
        assertThat(signatures.checkStreaming(chunked("a")).body().readAllBytes())
                .hasSize(66_560)
                .containsOnly('a');
    }

    @Test
    void a_changed_byte_in_a_signed_chunk_is_found_out() {
        var body = signatures.checkStreaming(chunked("b")).body();

        assertThatThrownBy(body::readAllBytes)
                .isInstanceOfSatisfying(
                        SignatureRefused.class,
                        refused -> assertThat(refused.refusal()).isEqualTo(Refusal.WRONG_SIGNATURE));
    }

    private static Request chunked(String lastByte) {
        var body = "10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n"
                + "a".repeat(65_536)
                + "\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n"
                + "a".repeat(1023)
                + lastByte
                + "\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n";
        return signed(
                "PUT",
                "/examplebucket/chunkObject.txt",
                body,
                Map.of(
                        "host", "s3.amazonaws.com",
                        "x-amz-date", "20130524T000000Z",
                        "x-amz-storage-class", "REDUCED_REDUNDANCY",
                        "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                        "content-encoding", "aws-chunked",
                        "x-amz-decoded-content-length", "66560",
                        "content-length", "66824"),
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9");
    }

    @Test
    void an_upload_in_signed_chunks_with_a_signed_trailer() throws IOException {
        var signed = signatures.checkStreaming(chunkedWithTrailer("sOO8/Q=="));

        assertThat(signed.body().readAllBytes()).hasSize(66_560);
        assertThat(signed.trailers().get()).containsExactly(Map.entry("x-amz-checksum-crc32c", "sOO8/Q=="));
    }

    @Test
    void a_changed_trailer_is_found_out() {
        var body = signatures.checkStreaming(chunkedWithTrailer("sOO9/Q==")).body();

        assertThatThrownBy(body::readAllBytes).isInstanceOf(SignatureRefused.class);
    }

    private static Request chunkedWithTrailer(String checksum) {
        var body = "10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n"
                + "a".repeat(65_536)
                + "\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n"
                + "a".repeat(1024)
                + "\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                + "x-amz-checksum-crc32c:" + checksum + "\r\n"
                + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
        return signed(
                "PUT",
                "/examplebucket/chunkObject.txt",
                body,
                Map.of(
                        "host", "s3.amazonaws.com",
                        "x-amz-date", "20130524T000000Z",
                        "x-amz-storage-class", "REDUCED_REDUNDANCY",
                        "x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                        "content-encoding", "aws-chunked",
                        "x-amz-decoded-content-length", "66560",
                        "x-amz-trailer", "x-amz-checksum-crc32c"),
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e");
    }

    private static Request signed(
            String method, String target, String body, Map<String, String> headers, String signature) {
        var all = new TreeMap<>(headers);
        all.put(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s"
                        .formatted(SCOPE, String.join(";", new TreeMap<>(headers).keySet()), signature));
        return request(method, target, all, body.getBytes(ISO_8859_1));
    }

    private static Request request(String method, String target, Map<String, String> headers, byte[] body) {
        var multi = new TreeMap<String, List<String>>();
        headers.forEach((name, value) -> multi.put(name, List.of(value)));
        return new Request(method, target, multi, new ByteArrayInputStream(body));
    }
}
