package dev.cuesheet.localaws.internal.s3;

import dev.cuesheet.localaws.internal.http.Protocol;
import dev.cuesheet.localaws.internal.http.Reply;
import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.iam.Authorizer;
import dev.cuesheet.localaws.internal.sigv4.SignatureRefused;
import dev.cuesheet.localaws.internal.sigv4.Signatures;
import dev.cuesheet.localaws.internal.wire.AwsError;
import dev.cuesheet.localaws.internal.wire.XmlElement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** S3 over REST: finds the operation among the routes, lets it answer, and says no in S3's XML. */
public final class S3Protocol implements Protocol {
    private static final Logger log = LoggerFactory.getLogger(S3Protocol.class);

    private final ObjectStore store;
    private final Signatures signatures;
    private final Authorizer authorizer;
    private final String accountId;
    private final List<Route> routes = new ArrayList<>();

    public S3Protocol(
            ObjectStore store, Signatures signatures, Authorizer authorizer, String accountId, String region) {
        this.store = store;
        this.signatures = signatures;
        this.authorizer = authorizer;
        this.accountId = accountId;
        var uploads = new Uploads(store);
        routes.addAll(new BucketOperations(store, region).routes());
        routes.addAll(new BucketSettings(store).routes());
        routes.addAll(new Listings(store, accountId).routes());
        routes.addAll(new ObjectReads(store).routes());
        routes.addAll(new ObjectWrites(store).routes());
        routes.addAll(new ObjectTags(store).routes());
        routes.addAll(new MultipartOperations(store, uploads).routes());
    }

    /** Every operation that is answered. */
    public Set<String> operations() {
        var names = new TreeSet<String>();
        routes.forEach(route -> names.add(route.operation()));
        return names;
    }

    @Override
    public Reply answer(Request request, String requestId) throws IOException {
        var address = S3Address.of(request);
        var signed = signatures.checkStreaming(request);
        var level = Route.Level.of(address);
        var copies = request.header("x-amz-copy-source").isPresent();
        var route = routes.stream()
                .filter(candidate ->
                        candidate.takes(request.method(), level, request.query().names(), copies))
                .findFirst()
                .orElseThrow(() -> AwsError.notImplemented(
                        "s3",
                        request.method() + " " + level + " " + request.query().names()));
        checkOwner(request);
        if (level != Route.Level.SERVICE
                && !store.buckets().exists(address.bucket())
                && !route.operation().equals("CreateBucket")) {
            throw S3Errors.noSuchBucket();
        }
        return identified(route.handler().handle(new S3Call(request, address, signed, authorizer)), requestId);
    }

    private void checkOwner(Request request) {
        for (var name : List.of("x-amz-expected-bucket-owner", "x-amz-source-expected-bucket-owner")) {
            if (!request.header(name).orElse(accountId).equals(accountId)) {
                throw new AwsError(
                        403,
                        "AccessDenied",
                        "Access Denied: the bucket's owner is not "
                                + request.header(name).get());
            }
        }
    }

    @Override
    public Reply refuse(Exception failure, Request request, String requestId) {
        if (failure instanceof AwsError error) {
            return error(error.status(), error.code(), error.getMessage(), request, requestId);
        }
        if (failure instanceof Authorizer.Denied denied) {
            return error(403, "AccessDenied", denied.getMessage(), request, requestId);
        }
        if (failure instanceof SignatureRefused refused) {
            var refusal = refused.refusal();
            return error(refusal.s3Status(), refusal.s3Code(), refused.getMessage(), request, requestId);
        }
        log.error("{} {} failed (request {})", request.method(), request.rawPath(), requestId, failure);
        return error(500, "InternalError", "The local AWS failed: " + failure, request, requestId);
    }

    private static Reply error(int status, String code, String message, Request request, String requestId) {
        var xml = new XmlElement("Error")
                .with("Code", code)
                .with("Message", message)
                .with("Resource", request.rawPath())
                .with("RequestId", requestId)
                .with("HostId", "local-aws");
        return identified(Reply.xml(status, xml.document()), requestId);
    }

    private static Reply identified(Reply reply, String requestId) {
        return reply.header("x-amz-request-id", requestId).header("x-amz-id-2", "local-aws");
    }
}
