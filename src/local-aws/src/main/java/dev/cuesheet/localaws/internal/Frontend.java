package dev.cuesheet.localaws.internal;

import dev.cuesheet.localaws.internal.http.HealthPage;
import dev.cuesheet.localaws.internal.http.JsonProtocol;
import dev.cuesheet.localaws.internal.http.Protocol;
import dev.cuesheet.localaws.internal.http.QueryProtocol;
import dev.cuesheet.localaws.internal.http.Request;
import dev.cuesheet.localaws.internal.http.Router;
import dev.cuesheet.localaws.internal.s3.S3Protocol;
import dev.cuesheet.localaws.internal.sigv4.Signatures;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The way from a request to the service that answers it. Safe to share between threads. */
public final class Frontend implements Function<Request, Protocol> {
    private final Services services;
    private final S3Protocol s3;
    private final Router router;

    public Frontend(AwsHome home, Services services) {
        this.services = services;
        var account = home.account();
        var signatures = new Signatures(home.identities(), account.region(), home.clock());
        this.s3 = new S3Protocol(home.objects(), signatures, home.authorizer(), account.id(), account.region());
        this.router = new Router(
                s3,
                new JsonProtocol(services::json, signatures),
                new QueryProtocol(services::query, signatures),
                new HealthPage(version(), () -> operations().keySet()));
    }

    @Override
    public Protocol apply(Request request) {
        return router.apply(request);
    }

    /** Every operation that is answered, by service. */
    public SortedMap<String, SortedSet<String>> operations() {
        var operations = new TreeMap<String, SortedSet<String>>();
        operations.put("s3", new TreeSet<>(s3.operations()));
        services.json().forEach(service -> operations.put(service.name(), new TreeSet<>(service.operations())));
        services.query().forEach(service -> operations.put(service.name(), new TreeSet<>(service.operations())));
        return operations;
    }

    private static String version() {
        return Optional.ofNullable(Frontend.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
