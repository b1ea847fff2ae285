package dev.cuesheet.localaws.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Says that the endpoint is up, to anybody who asks. */
public record HealthPage(String version, Supplier<Collection<String>> services) implements Protocol {

    @Override
    public Reply answer(Request request, String requestId) {
        var names = services.get().stream().map(name -> '"' + name + '"').collect(Collectors.joining(","));
        var json = "{\"status\":\"up\",\"version\":\"%s\",\"services\":[%s]}%n".formatted(version, names);
        return Reply.of(200).header("Content-Type", "application/json").body(json.getBytes(UTF_8));
    }

    @Override
    public Reply refuse(Exception failure, Request request, String requestId) {
        return Reply.of(500);
    }
}
