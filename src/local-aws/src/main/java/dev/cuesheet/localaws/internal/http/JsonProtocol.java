package dev.cuesheet.localaws.internal.http;

import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.sigv4.SignatureRefused;
import dev.cuesheet.localaws.internal.sigv4.Signatures;
import dev.cuesheet.localaws.internal.state.Json;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.JsonService;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** JSON 1.1: the operation in {@code X-Amz-Target}, a JSON object each way. */
public final class JsonProtocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(JsonProtocol.class);
    private static final String CONTENT_TYPE = "application/x-amz-json-1.1";
    static final int LARGEST_BODY = 16 << 20;

    private final Supplier<List<JsonService>> services;
    private final Signatures signatures;

    public JsonProtocol(Supplier<List<JsonService>> services, Signatures signatures) {
        this.services = services;
        this.signatures = signatures;
    }

    @Override
    public Reply answer(Request request, String requestId) throws IOException {
        var target = request.header("x-amz-target").orElse("");
        int dot = target.lastIndexOf('.');
        var prefix = target.substring(0, Math.max(dot, 0));
        var operation = target.substring(dot + 1);
        var service = services.get().stream()
                .filter(candidate -> candidate.targetPrefix().equals(prefix))
                .findFirst()
                .orElseThrow(() -> AwsError.notImplemented(prefix.isEmpty() ? "JSON" : prefix, operation));
        var body = request.body(LARGEST_BODY);
        var caller = signatures.check(request, service.name(), body);
        if (!service.operations().contains(operation)) {
            throw AwsError.notImplemented(service.name(), operation);
        }
        var answer = service.handle(operation, input(body), caller);
        return reply(200, requestId).body(Json.mapper().writeValueAsBytes(answer));
    }

    private static ObjectNode input(byte[] body) {
        try {
            if (body.length == 0) {
                return Json.mapper().createObjectNode();
            }
            if (Json.mapper().readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            log.debug("A request's JSON cannot be read: {}", e.getOriginalMessage());
        }
        throw new AwsError(400, "SerializationException", "The request's body is not a JSON object");
    }

    @Override
    public Reply refuse(Exception failure, Request request, String requestId) {
        if (failure instanceof AwsError error) {
            return error(error.status(), error.code(), error.getMessage(), requestId);
        }
        if (failure instanceof Authorizer.Denied denied) {
            return error(400, "AccessDeniedException", denied.getMessage(), requestId);
        }
        if (failure instanceof SignatureRefused refused) {
            return error(400, refused.refusal().jsonCode(), refused.getMessage(), requestId);
        }
        log.error(
                "{} failed (request {})", request.header("x-amz-target").orElse("A JSON request"), requestId, failure);
        return error(500, "InternalFailure", "The local AWS failed: " + failure, requestId);
    }

    private static Reply error(int status, String code, String message, String requestId) {
        var body = Json.mapper().createObjectNode().put("__type", code).put("message", message);
        return reply(status, requestId)
                .header("x-amzn-ErrorType", code)
                .body(Json.mapper().writeValueAsBytes(body));
    }

    private static Reply reply(int status, String requestId) {
        return Reply.of(status).header("Content-Type", CONTENT_TYPE).header("x-amzn-RequestId", requestId);
    }
}
