package dev.cuesheet.aws;

import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the SDK's clients, one of each. Knows none of the SDK's classes, so that keeping none costs nothing. */
final class SdkClients implements AutoCloseable {
    private final @Nullable URI endpoint;
    private final Map<AwsService, URI> endpoints;
    private final @Nullable String region;
    private final @Nullable SdkCredentials credentials;

    private final Map<AwsService, AutoCloseable> clients = new EnumMap<>(AwsService.class);
    private @Nullable SdkClientMaker maker;
    private boolean closed;

    SdkClients(
            @Nullable URI endpoint,
            Map<AwsService, URI> endpoints,
            @Nullable String region,
            @Nullable SdkCredentials credentials) {
        this.endpoint = endpoint;
        this.endpoints = new EnumMap<>(AwsService.class);
        this.endpoints.putAll(endpoints);
        this.region = region;
        this.credentials = credentials;
    }

    synchronized Object client(AwsService service) {
        if (closed) {
            throw new IllegalStateException("The AWS clients are closed");
        }
        return clients.computeIfAbsent(service, s -> maker().make(s, endpoint(s)));
    }

    Optional<URI> endpoint(AwsService service) {
        return Optional.ofNullable(endpoints.getOrDefault(service, endpoint));
    }

    String region() {
        return region != null ? region : SdkClientMaker.defaultRegion();
    }

    private SdkClientMaker maker() {
        if (maker == null) {
            maker = new SdkClientMaker(region, credentials);
        }
        return maker;
    }

    @Override
    public synchronized void close() {
        closed = true;
        List<AutoCloseable> open = new ArrayList<>(clients.values());
        if (maker != null) {
            open.add(maker);
        }
        clients.clear();
        open.forEach(SdkClients::close);
    }

    private static void close(AutoCloseable client) {
        try {
            client.close();
        } catch (Exception e) {
            throw new IllegalStateException("An AWS client could not be closed: " + e.getMessage(), e);
        }
    }
}
