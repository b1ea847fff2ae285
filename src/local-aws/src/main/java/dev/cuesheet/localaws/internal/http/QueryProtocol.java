package dev.cuesheet.localaws.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.sigv4.SignatureRefused;
import dev.cuesheet.localaws.internal.sigv4.Signatures;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.QueryParameters;
import dev.cuesheet.localaws.internal.wire.QueryService;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The query protocol: a form with {@code Action} and {@code Version} in, XML out. */
public final class QueryProtocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(QueryProtocol.class);

    private final Supplier<List<QueryService>> services;
    private final Signatures signatures;

    public QueryProtocol(Supplier<List<QueryService>> services, Signatures signatures) {
        this.services = services;
        this.signatures = signatures;
    }

    @Override
    public Reply answer(Request request, String requestId) throws IOException {
        var body = request.body(JsonProtocol.LARGEST_BODY);
        var fields = new LinkedHashMap<>(request.query().asMap());
        fields.putAll(Query.parse(new String(body, UTF_8)).asMap());
        var operation = fields.getOrDefault("Action", "");
        var service = service(fields.get("Version"), operation);
        var caller = signatures.check(request, service.name(), body);
        if (!service.operations().contains(operation)) {
            throw AwsError.notImplemented(service.name(), operation);
        }
        var response = XmlElement.inNamespace(operation + "Response", service.namespace());
        service.handle(operation, new QueryParameters(fields), caller, response.child(operation + "Result"));
        response.child("ResponseMetadata").with("RequestId", requestId);
        return reply(200, response, requestId);
    }

    /** The version names the service; its signature must be for the same one. */
    private QueryService service(@Nullable String version, String operation) {
        return services.get().stream()
                .filter(candidate -> candidate.version().equals(version))
                .findFirst()
                .orElseThrow(() -> AwsError.notImplemented("query API of version " + version, operation));
    }

    @Override
    public Reply refuse(Exception failure, Request request, String requestId) {
        if (failure instanceof AwsError error) {
            return error(error.status(), error.code(), error.getMessage(), requestId);
        }
        if (failure instanceof Authorizer.Denied denied) {
            return error(403, "AccessDenied", denied.getMessage(), requestId);
        }
        if (failure instanceof SignatureRefused refused) {
            return error(
                    refused.refusal().queryStatus(), refused.refusal().queryCode(), refused.getMessage(), requestId);
        }
        log.error("A query request failed (request {})", requestId, failure);
        return error(500, "InternalFailure", "The local AWS failed: " + failure, requestId);
    }

    private static Reply error(int status, String code, String message, String requestId) {
        var response = new XmlElement("ErrorResponse");
        response.child("Error")
                .with("Type", status < 500 ? "Sender" : "Receiver")
                .with("Code", code)
                .with("Message", message);
        response.with("RequestId", requestId);
        return reply(status, response, requestId);
    }

    private static Reply reply(int status, XmlElement document, String requestId) {
        return Reply.of(status)
                .header("Content-Type", "text/xml")
                .header("x-amzn-RequestId", requestId)
                .body(document.document().getBytes(UTF_8));
    }
}
