package dev.cuesheet.enginelineage;

import io.openlineage.client.Clients;
import io.openlineage.client.OpenLineageClient;
import io.openlineage.client.transports.ApiKeyTokenProvider;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.HttpTransport;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the client that an environment asks for: by a file ({@code OPENLINEAGE_CONFIG}, or {@code openlineage.yml} in the
 * working folder or in {@code ~/.openlineage}), by {@code OPENLINEAGE_URL} with {@code OPENLINEAGE_ENDPOINT} and {@code
 * OPENLINEAGE_API_KEY}, which the Python client knows and the Java client does not, or by the variables of the Java client
 * ({@code OPENLINEAGE__TRANSPORT__TYPE} and so on), which it reads from the process itself.
 */
final class Configuration {
    private Configuration() {}

    static OpenLineageClient client(Map<String, String> environment, Path folder) {
        var file = file(environment, folder);
        if (file.isPresent()) {
            return Clients.newClient(() -> List.of(file.get()));
        }
        var url = environment.get("OPENLINEAGE_URL");
        return url == null
                ? Clients.newClient()
                : OpenLineageClient.builder()
                        .transport(new HttpTransport(http(url, environment)))
                        .build();
    }

    static Optional<Path> file(Map<String, String> environment, Path folder) {
        var places = new ArrayList<Path>();
        if (environment.containsKey("OPENLINEAGE_CONFIG")) {
            places.add(folder.resolve(environment.get("OPENLINEAGE_CONFIG")));
        }
        places.add(folder.resolve("openlineage.yml"));
        if (environment.containsKey("HOME")) {
            places.add(Path.of(environment.get("HOME"), ".openlineage", "openlineage.yml"));
        }
        return places.stream().filter(Files::isRegularFile).findFirst();
    }

    private static HttpConfig http(String url, Map<String, String> environment) {
        var http = new HttpConfig();
        http.setUrl(URI.create(url));
        if (environment.containsKey("OPENLINEAGE_ENDPOINT")) {
            http.setEndpoint(environment.get("OPENLINEAGE_ENDPOINT"));
        }
        if (environment.containsKey("OPENLINEAGE_API_KEY")) {
            var token = new ApiKeyTokenProvider();
            token.setApiKey(environment.get("OPENLINEAGE_API_KEY"));
            http.setAuth(token);
        }
        return http;
    }
}
