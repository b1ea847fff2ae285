package dev.cuesheet.localaws.internal.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** The policies that AWS keeps for everybody, as far as pipelines attach them. Read at the first question. */
final class AwsManagedPolicies {
    private static final String FILE = "aws-managed-policies.json";

    private AwsManagedPolicies() {}

    /** By ARN, in the order of the file. */
    static Map<String, ManagedPolicy> byArn() {
        return Loaded.POLICIES;
    }

    private static final class Loaded {
        static final Map<String, ManagedPolicy> POLICIES = load();

        private static Map<String, ManagedPolicy> load() {
            var json = JsonMapper.builder().build();
            try (var file = Objects.requireNonNull(AwsManagedPolicies.class.getResourceAsStream(FILE), FILE)) {
                var policies = new LinkedHashMap<String, ManagedPolicy>();
                for (var node : json.readTree(file)) {
                    var path = node.path("Path").asString("/");
                    var name = node.path("Name").asString();
                    var arn = "arn:aws:iam::aws:policy" + path + name;
                    var version = node.path("Version").asString("v1");
                    var created = Instant.parse(node.path("Created").asString());
                    var document = json.writeValueAsString(node.path("Document"));
                    policies.put(
                            arn,
                            new ManagedPolicy(
                                    arn,
                                    name,
                                    path,
                                    node.path("Id").asString(),
                                    node.path("Description").asString(""),
                                    created,
                                    created,
                                    version,
                                    List.of(new ManagedPolicy.Version(version, document, created)),
                                    Integer.parseInt(version.substring(1)),
                                    Map.of()));
                }
                return Map.copyOf(policies);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + FILE, e);
            }
        }
    }
}
