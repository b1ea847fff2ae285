package dev.cuesheet.localaws.internal.sigv4;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cuesheet.localaws.RawClient;
import dev.cuesheet.localaws.RunningAws;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/** Requests that are not from whom they say, not what was signed, or not from now: each refused in its protocol's words. */
class RefusedRequestsTest {
    /** The server's clock, which a test can put forward. */
    private static final class Shifted {
        private volatile Duration shift = Duration.ZERO;

        Clock clock() {
            InstantSource source = () -> Instant.now().plus(shift);
            return source.withZone(ZoneOffset.UTC);
        }
    }

    private final Shifted time = new Shifted();

    @TempDir
    Path home;

    private RunningAws aws;
    private S3Client s3;
    private RawClient raw;

    @BeforeEach
    void start() {
        aws = new RunningAws(home, time.clock());
        s3 = aws.s3();
        s3.createBucket(r -> r.bucket("bucket"));
        s3.putObject(r -> r.bucket("bucket").key("k"), RequestBody.fromString("secret"));
        raw = new RawClient(aws.endpoint());
    }

    @AfterEach
    void stop() {
        s3.close();
        aws.close();
    }

    @Test
    void a_wrong_secret_and_an_unknown_key() {
        try (var wrong = aws.s3As(AwsBasicCredentials.create("test", "wrong"));
                var unknown = aws.s3As(AwsBasicCredentials.create("AKIAUNKNOWN", "test"))) {
            refused(wrong, 403, "SignatureDoesNotMatch");
            refused(unknown, 403, "InvalidAccessKeyId");
        }
    }

    @Test
    void the_query_services_have_codes_of_their_own() {
        try (var wrong = sts(AwsBasicCredentials.create("test", "wrong"));
                var unknown = sts(AwsBasicCredentials.create("AKIAUNKNOWN", "test"))) {
            assertThatThrownBy(wrong::getCallerIdentity)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SignatureDoesNotMatch"));
            assertThatThrownBy(unknown::getCallerIdentity)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId"));
        }
    }

    @Test
    void nobody_is_let_in_without_a_signature() throws IOException {
        assertThat(raw.sendUnsigned("GET", "/bucket/k", Map.of(), new byte[0]))
                .startsWith("HTTP/1.1 403")
                .contains("<Code>AccessDenied</Code>");
        assertThat(raw.sendUnsigned("GET", "/bucket/k", Map.of("Authorization", "Basic dGVzdDp0ZXN0"), new byte[0]))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>InvalidRequest</Code>");
        assertThat(raw.sendUnsigned(
                        "GET", "/bucket/k", Map.of("Authorization", "AWS4-HMAC-SHA256 Credential=x"), new byte[0]))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>AuthorizationHeaderMalformed</Code>");
    }

    @Test
    void a_clock_that_is_more_than_a_quarter_of_an_hour_off() {
        time.shift = Duration.ofMinutes(14);
        assertThat(s3.listBuckets().buckets()).hasSize(1);

        time.shift = Duration.ofMinutes(16);

        // The SDK would learn the server's time from the answer and try again.
        assertThat(send("GET", "/bucket/k")).startsWith("HTTP/1.1 403").contains("<Code>RequestTimeTooSkewed</Code>");
    }

    @Test
    void a_signature_for_another_region_names_the_right_one() {
        try (var elsewhere = S3Client.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(StaticCredentialsProvider.create(RunningAws.ROOT))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            refused(elsewhere, 400, "AuthorizationHeaderMalformed");
            assertThatThrownBy(elsewhere::listBuckets).hasMessageContaining("expecting 'us-east-1'");
        }
    }

    @Test
    void a_body_that_is_not_the_one_that_was_signed() throws IOException {
        var headers = raw.signed("PUT", "/bucket/changed", Map.of(), "signed".getBytes(UTF_8));

        assertThat(raw.sendUnsigned("PUT", "/bucket/changed", headers, "forged".getBytes(UTF_8)))
                .startsWith("HTTP/1.1 400")
                .contains("<Code>XAmzContentSHA256Mismatch</Code>");
        assertThatThrownBy(() -> s3.headObject(r -> r.bucket("bucket").key("changed")))
                .isInstanceOf(S3Exception.class);
    }

    @Test
    void a_path_a_parameter_and_a_header_that_are_not_those_that_were_signed() throws IOException {
        var headers = raw.signed("GET", "/bucket/k", Map.of("x-amz-checksum-mode", "DISABLED"), new byte[0]);
        var changed = new LinkedHashMap<>(headers);
        changed.put("x-amz-checksum-mode", "ENABLED");

        assertThat(raw.sendUnsigned("GET", "/bucket/other", headers, new byte[0]))
                .contains("SignatureDoesNotMatch");
        assertThat(raw.sendUnsigned("GET", "/bucket/k?versionId=null", headers, new byte[0]))
                .contains("SignatureDoesNotMatch");
        assertThat(raw.sendUnsigned("DELETE", "/bucket/k", headers, new byte[0]))
                .contains("SignatureDoesNotMatch");
        assertThat(raw.sendUnsigned("GET", "/bucket/k", changed, new byte[0])).contains("SignatureDoesNotMatch");
        assertThat(raw.sendUnsigned("GET", "/bucket/k", headers, new byte[0])).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_header_for_the_service_that_was_added_after_signing() throws IOException {
        var headers = raw.signed("PUT", "/bucket/added", Map.of(), "x".getBytes(UTF_8));
        headers.put("x-amz-meta-added", "later");

        assertThat(raw.sendUnsigned("PUT", "/bucket/added", headers, "x".getBytes(UTF_8)))
                .startsWith("HTTP/1.1 403")
                .contains("headers present in the request which were not signed");
    }

    @Test
    void a_presigned_link_works_until_it_expires_and_for_its_method_alone() throws IOException {
        try (var presigner = S3Presigner.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(RunningAws.ROOT))
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .build()) {
            var get = presigner
                    .presignGetObject(r -> r.signatureDuration(Duration.ofMinutes(30))
                            .getObjectRequest(g -> g.bucket("bucket").key("k")))
                    .url();
            var put = presigner
                    .presignPutObject(r -> r.signatureDuration(Duration.ofMinutes(30))
                            .putObjectRequest(p -> p.bucket("bucket").key("by link")))
                    .url();

            assertThat(status(get, "GET", "")).isEqualTo(200);
            assertThat(status(put, "PUT", "content")).isEqualTo(200);
            assertThat(status(get, "DELETE", "")).isEqualTo(403);
            assertThat(s3.getObject(r -> r.bucket("bucket").key("by link")).readAllBytes())
                    .asString()
                    .isEqualTo("content");
            time.shift = Duration.ofMinutes(31);
            assertThat(status(get, "GET", "")).isEqualTo(403);
        }
    }

    @Test
    void temporary_keys_need_their_token_and_end() {
        try (var sts = sts(RunningAws.ROOT)) {
            var session = sts.getSessionToken(r -> r.durationSeconds(900)).credentials();
            var complete = AwsSessionCredentials.create(
                    session.accessKeyId(), session.secretAccessKey(), session.sessionToken());
            var forged = AwsSessionCredentials.create(session.accessKeyId(), session.secretAccessKey(), "forged");
            var without = AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
            try (var good = aws.s3As(complete);
                    var bad = aws.s3As(forged);
                    var naked = aws.s3As(without)) {
                assertThat(good.listBuckets().buckets()).hasSize(1);
                refused(bad, 400, "InvalidToken");
                refused(naked, 400, "InvalidToken");

                time.shift = Duration.ofMinutes(16);
                var late = new RawClient(aws.endpoint(), complete, time.clock());
                assertThat(late.send("GET", "/bucket/k"))
                        .startsWith("HTTP/1.1 400")
                        .contains("<Code>ExpiredToken</Code>");
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void refused(S3Client client, int status, String code) {
        assertThatThrownBy(client::listBuckets).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(e.statusCode()).isEqualTo(status);
        });
    }

    private String send(String method, String target) {
        try {
            return raw.send(method, target);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static int status(URL link, String method, String body) throws IOException {
        var connection = (HttpURLConnection) link.openConnection();
        connection.setRequestMethod(method);
        if (!body.isEmpty()) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body.getBytes(UTF_8));
        }
        return connection.getResponseCode();
    }

    private StsClient sts(software.amazon.awssdk.auth.credentials.AwsCredentials credentials) {
        return StsClient.builder()
                .endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
