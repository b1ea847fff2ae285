package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.crawler.Classifier;
import dev.cuesheet.localaws.internal.crawler.CsvClassifier;
import dev.cuesheet.localaws.internal.crawler.CsvOptions;
import dev.cuesheet.localaws.internal.crawler.JsonClassifier;
import dev.cuesheet.localaws.internal.crawler.JsonPath;
import dev.cuesheet.localaws.internal.state.JsonFiles;
import dev.cuesheet.localaws.internal.wire.AwsError;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Custom classifiers for CSV and JSON. Safe to share between threads. */
final class Classifiers {
    private static final String CSV = "CsvClassifier";
    private static final String JSON = "JsonClassifier";

    private final JsonFiles<ObjectNode> files;
    private final Permissions permissions;
    private final Clock clock;

    Classifiers(Path folder, Permissions permissions, Clock clock) {
        this.files = JsonFiles.in(folder, ObjectNode.class);
        this.permissions = permissions;
        this.clock = clock;
    }

    void addTo(GlueOperations operations) {
        operations.add("CreateClassifier", this::create);
        operations.add("GetClassifier", this::get);
        operations.add("GetClassifiers", this::list);
        operations.add("UpdateClassifier", this::update);
        operations.add("DeleteClassifier", this::delete);
    }

    /** The classifier of that name, ready to look at files. */
    Classifier named(String name) {
        var document = existing(name);
        return document.has(CSV)
                ? new CsvClassifier(csvOptions(document.path(CSV)))
                : new JsonClassifier(jsonPath(document.path(JSON)));
    }

    boolean has(String name) {
        return files.find(name).isPresent();
    }

    private ObjectNode existing(String name) {
        return files.find(name)
                .map(ObjectNode::deepCopy)
                .orElseThrow(() -> GlueErrors.notFound("Classifier with name " + name + " does not exist"));
    }

    private JsonNode create(Request request) {
        permissions.onAnything(request.caller(), "CreateClassifier");
        var kind = kind(request.json(), "Create");
        var input = request.object(kind);
        var name = request.of(input).text("Name");
        var classifier = input.deepCopy()
                .put("CreationTime", Trees.seconds(clock.instant()))
                .put("LastUpdated", Trees.seconds(clock.instant()))
                .put("Version", 1);
        if (!files.create(name, checked(kind, classifier))) {
            throw GlueErrors.alreadyExists("Classifier with name " + name + " already exists");
        }
        return Trees.object();
    }

    private JsonNode update(Request request) {
        permissions.onAnything(request.caller(), "UpdateClassifier");
        var kind = kind(request.json(), "Update");
        var input = request.object(kind);
        var name = request.of(input).text("Name");
        files.update(name, former -> {
                    if (!former.has(kind)) {
                        throw GlueErrors.invalidInput("Classifier " + name + " is of another kind");
                    }
                    var changed = ((ObjectNode) former.path(kind)).deepCopy();
                    changed.setAll(input.deepCopy());
                    changed.put("LastUpdated", Trees.seconds(clock.instant()))
                            .put("Version", changed.path("Version").asLong() + 1);
                    return checked(kind, changed);
                })
                .orElseThrow(() -> GlueErrors.notFound("Classifier with name " + name + " does not exist"));
        return Trees.object();
    }

    private static String kind(ObjectNode request, String verb) {
        for (var kind : List.of(CSV, JSON)) {
            if (request.has(kind)) {
                return kind;
            }
        }
        throw AwsError.notImplemented("glue", verb + "Classifier other than for CSV and JSON");
    }

    private static ObjectNode checked(String kind, ObjectNode classifier) {
        if (kind.equals(CSV)) {
            csvOptions(classifier);
        } else {
            jsonPath(classifier);
        }
        var document = Trees.object();
        document.set(kind, classifier);
        return document;
    }

    private JsonNode get(Request request) {
        permissions.onAnything(request.caller(), "GetClassifier");
        var answer = Trees.object();
        answer.set("Classifier", existing(request.text("Name")));
        return answer;
    }

    private JsonNode list(Request request) {
        permissions.onAnything(request.caller(), "GetClassifiers");
        return Pages.page(
                request, Trees.object(), "Classifiers", 100, files.names(), name -> name, name -> existing(name));
    }

    private JsonNode delete(Request request) {
        permissions.onAnything(request.caller(), "DeleteClassifier");
        var name = request.text("Name");
        if (!files.delete(name)) {
            throw GlueErrors.notFound("Classifier with name " + name + " does not exist");
        }
        return Trees.object();
    }

    private static CsvOptions csvOptions(JsonNode csv) {
        var header = switch (csv.path("ContainsHeader").asString("UNKNOWN")) {
            case "PRESENT" -> CsvOptions.Header.PRESENT;
            case "ABSENT" -> CsvOptions.Header.ABSENT;
            default -> CsvOptions.Header.UNKNOWN;
        };
        try {
            return new CsvOptions(
                    character(csv, "Delimiter"),
                    character(csv, "QuoteSymbol").orElse('"'),
                    header,
                    Request.texts(csv.path("Header")),
                    !csv.path("DisableValueTrimming").asBoolean(true),
                    csv.path("AllowSingleColumn").asBoolean(false),
                    csv.path("CustomDatatypeConfigured").asBoolean(false)
                            ? Request.texts(csv.path("CustomDatatypes"))
                            : List.of(),
                    csv.path("Serde").asString("").equals("OpenCSVSerDe"));
        } catch (IllegalArgumentException e) {
            throw GlueErrors.invalidInput(e.getMessage());
        }
    }

    private static Optional<Character> character(JsonNode csv, String field) {
        var text = csv.path(field).asString("");
        if (text.length() > 1) {
            throw GlueErrors.invalidInput(field + " must be one character, got " + text);
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text.charAt(0));
    }

    private static JsonPath jsonPath(JsonNode json) {
        var path = json.path("JsonPath").asString("");
        return JsonPath.parse(path)
                .orElseThrow(() ->
                        GlueErrors.invalidInput("JsonPath must be made of $, .key and [*], got \"" + path + "\""));
    }
}
