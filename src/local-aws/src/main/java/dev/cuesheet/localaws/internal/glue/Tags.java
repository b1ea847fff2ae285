package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.state.JsonFiles;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** Tags on Glue's resources, by ARN. Safe to share between threads. */
final class Tags {
    private static final int MOST = 50;

    private final JsonFiles<TagSet> files;
    private final Permissions permissions;

    record TagSet(Map<String, String> tags) {
        TagSet {
            tags = Map.copyOf(tags);
        }
    }

    Tags(Path folder, Permissions permissions) {
        this.files = JsonFiles.in(folder, TagSet.class);
        this.permissions = permissions;
    }

    /** @param exists whether there is a resource of that ARN */
    void addTo(GlueOperations operations, Predicate<String> exists) {
        operations.add("TagResource", request -> {
            var arn = arn(request, "TagResource", exists);
            put(arn, request.object("TagsToAdd"));
            return Trees.object();
        });
        operations.add("UntagResource", request -> {
            var arn = arn(request, "UntagResource", exists);
            var tags = new LinkedHashMap<>(of(arn));
            request.texts("TagsToRemove").forEach(tags::remove);
            files.put(arn, new TagSet(tags));
            return Trees.object();
        });
        operations.add("GetTags", request -> {
            var arn = arn(request, "GetTags", exists);
            var answer = Trees.object();
            var list = answer.putObject("Tags");
            of(arn).forEach(list::put);
            return answer;
        });
    }

    private String arn(Request request, String operation, Predicate<String> exists) {
        var arn = request.text("ResourceArn");
        permissions.check(request.caller(), operation, arn);
        if (!exists.test(arn)) {
            throw GlueErrors.notFound("Resource " + arn + " not found.");
        }
        return arn;
    }

    private Map<String, String> of(String arn) {
        return files.find(arn).map(TagSet::tags).orElse(Map.of());
    }

    /** Adds to the resource's tags. */
    void put(String arn, JsonNode added) {
        if (added.isEmpty()) {
            return;
        }
        var tags = new LinkedHashMap<>(of(arn));
        tags.putAll(Request.textMap(added));
        if (tags.size() > MOST) {
            throw GlueErrors.invalidInput("A resource can have at most " + MOST + " tags.");
        }
        files.put(arn, new TagSet(tags));
    }

    void delete(String arn) {
        files.delete(arn);
    }

    static Optional<String> nameAfter(String arn, String kind) {
        int start = arn.indexOf(":" + kind + "/");
        return start < 0 ? Optional.empty() : Optional.of(arn.substring(start + kind.length() + 2));
    }
}
