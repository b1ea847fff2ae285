package dev.cuesheet.localaws.internal.http;

import dev.cuesheet.localaws.internal.sigv4.Signatures;
import java.util.Set;
import java.util.function.Function;

/** Tells from a request's outside which protocol it speaks. Safe to share between threads. */
public final class Router implements Function<Request, Protocol> {
    public static final String HEALTH = "/_cuesheet/health";

    private final Protocol s3;
    private final Protocol json;
    private final Protocol query;
    private final Protocol health;

    public Router(Protocol s3, Protocol json, Protocol query, Protocol health) {
        this.s3 = s3;
        this.json = json;
        this.query = query;
        this.health = health;
    }

    @Override
    public Protocol apply(Request request) {
        if (request.rawPath().equals(HEALTH)) {
            return health;
        }
        if (request.headers().containsKey("x-amz-target")) {
            return json;
        }
        if (request.rawPath().equals("/") && isForm(request)) {
            return query;
        }
        var service = Signatures.serviceNamedIn(request);
        if (service.isPresent() && !service.get().equals("s3")) {
            return new Unserved(service.get(), json);
        }
        return s3;
    }

    private static boolean isForm(Request request) {
        var postsForm = request.method().equals("POST")
                && request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded");
        return postsForm || request.query().names().containsAll(Set.of("Action", "Version"));
    }
}
