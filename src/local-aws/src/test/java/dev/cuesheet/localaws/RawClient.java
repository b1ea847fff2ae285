package dev.cuesheet.localaws;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** Writes requests onto a socket byte by byte, signed by the SDK's signer, without the manners of an SDK client. */
public final class RawClient {
    private final URI endpoint;
    private final AwsCredentialsIdentity credentials;
    private final Clock clock;

    public RawClient(URI endpoint) {
        this(endpoint, RunningAws.ROOT, Clock.systemUTC());
    }

    public RawClient(URI endpoint, AwsCredentialsIdentity credentials, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = credentials;
        this.clock = clock;
    }

    public String send(String method, String target) throws IOException {
        return send(method, target, Map.of(), new byte[0]);
    }

    /** Signs and sends; the answer is all that came back, headers and body. */
    public String send(String method, String target, Map<String, String> headers, byte[] body) throws IOException {
        return sendUnsigned(method, target, signed(method, target, headers, body), body);
    }

    /** The headers with those that the signature adds. */
    public Map<String, String> signed(String method, String target, Map<String, String> headers, byte[] body) {
        int question = target.indexOf('?');
        var builder = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .protocol("http")
                .host(endpoint.getHost())
                .port(endpoint.getPort())
                .encodedPath(question < 0 ? target : target.substring(0, question));
        if (question >= 0) {
            for (var parameter : target.substring(question + 1).split("&")) {
                var parts = parameter.split("=", 2);
                builder.putRawQueryParameter(parts[0], parts.length > 1 ? parts[1] : "");
            }
        }
        headers.forEach(builder::putHeader);
        var signed = AwsV4HttpSigner.create()
                .sign(r -> r.identity(credentials)
                        .request(builder.build())
                        .payload(() -> new ByteArrayInputStream(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock)
                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false));
        var all = new LinkedHashMap<String, String>();
        signed.request().forEachHeader((name, values) -> all.put(name, values.get(0)));
        return all;
    }

    public String sendUnsigned(String method, String target, Map<String, String> headers, byte[] body)
            throws IOException {
        try (var socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
            var all = new LinkedHashMap<>(headers);
            all.putIfAbsent("Host", endpoint.getAuthority());
            all.putIfAbsent("Content-Length", Integer.toString(body.length));
            all.put("Connection", "close");
            all.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            var out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
            out.write(body);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
