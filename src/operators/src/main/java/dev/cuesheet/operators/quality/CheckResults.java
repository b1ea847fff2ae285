package dev.cuesheet.operators.quality;

import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.TaskInstanceKey;
import dev.cuesheet.engine.spi.StateStore;
import java.io.StringWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the checks of a task instance found last. A task that fails has no result, so they are kept in a note of the task
 * instance, as JSON.
 */
public final class CheckResults {
    private static final String NOTE = "data_quality";
    private static final JsonFactory JSON = new JsonFactory();

    private CheckResults() {}

    /** Of the instance's last attempt that came to make its checks, whether or not it failed; empty when there is none. */
    public static List<CheckResult> of(StateStore store, TaskInstanceKey key) {
        return store.note(key, NOTE).map(CheckResults::read).orElse(List.of());
    }

    static void keep(TaskContext context, List<CheckResult> results) {
        context.state().put(NOTE, write(results));
    }

    private static String write(List<CheckResult> results) {
        var text = new StringWriter();
        try (var json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            for (var result : results) {
                json.writeStartObject();
                json.writeStringProperty("name", result.name());
                json.writeStringProperty("subject", result.subject());
                json.writeStringProperty("severity", result.severity().label());
                json.writeBooleanProperty("passed", result.passed());
                json.writeStringProperty("expected", result.expected());
                json.writeStringProperty("found", result.found());
                json.writeStringProperty("at", result.at().toString());
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        return text.toString();
    }

    /** What another version wrote so that this one cannot read it is no result. */
    private static List<CheckResult> read(String text) {
        try (var json = JSON.createParser(ObjectReadContext.empty(), text)) {
            var results = new ArrayList<CheckResult>();
            json.nextToken();
            while (json.nextToken() == JsonToken.START_OBJECT) {
                results.add(readOne(json));
            }
            return List.copyOf(results);
        } catch (JacksonException | IllegalArgumentException e) {
            return List.of();
        }
    }

    private static CheckResult readOne(JsonParser json) {
        var texts = new java.util.HashMap<String, String>();
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            var name = json.currentName();
            json.nextToken();
            texts.put(name, json.getString());
        }
        return new CheckResult(
                texts.getOrDefault("name", ""),
                texts.getOrDefault("subject", ""),
                Severity.valueOf(texts.getOrDefault("severity", "error").toUpperCase(Locale.ROOT)),
                Boolean.parseBoolean(texts.get("passed")),
                texts.getOrDefault("expected", ""),
                texts.getOrDefault("found", ""),
                instant(texts.getOrDefault("at", "")));
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (java.time.format.DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }
}
