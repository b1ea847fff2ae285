package dev.cuesheet.localaws.internal.crawler;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recognises JSON: objects one after the other, on lines of their own or not, or one top-level array, which becomes a
 * single column unless the custom classifier's path opens it.
 */
public final class JsonClassifier implements Classifier {
    private static final int MOST = 10 << 20;

    private final JsonPath path;
    private final JsonMapper json = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(200).build())
                    .build())
            // One value after the other is what such a file is made of.
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** @param path which parts of the file are the records; {@code $} takes each top-level value */
    public JsonClassifier(JsonPath path) {
        this.path = path;
    }

    static JsonClassifier builtIn() {
        return new JsonClassifier(JsonPath.WHOLE);
    }

    @Override
    public Optional<Content> classify(Sample sample) throws IOException {
        if (!startsLikeJson(sample)) {
            return Optional.empty();
        }
        var widest = sample;
        var values = values(widest);
        for (int limit = Sample.TEXT_LIMIT * 2;
                values.filter(List::isEmpty).isPresent() && !widest.isWhole() && limit <= MOST;
                limit += Sample.TEXT_LIMIT) {
            widest = sample.widened(limit);
            values = values(widest);
        }
        return values.filter(found -> !found.isEmpty()).flatMap(this::content);
    }

    private static boolean startsLikeJson(Sample sample) {
        var bytes = sample.bytes();
        int i = bytes.length >= 3 && bytes[0] == (byte) 0xef ? 3 : 0;
        while (i < bytes.length && Character.isWhitespace(bytes[i])) {
            i++;
        }
        return i < bytes.length && (bytes[i] == '{' || bytes[i] == '[');
    }

    /** The complete top-level values; empty when this is no JSON. */
    private Optional<List<JsonNode>> values(Sample sample) {
        var values = new ArrayList<JsonNode>();
        var text = new String(sample.bytes(), java.nio.charset.StandardCharsets.UTF_8);
        try (var parser = json.createParser(text.startsWith("\ufeff") ? text.substring(1) : text)) {
            while (values.size() < Sample.RECORD_LIMIT && parser.nextToken() != null) {
                JsonNode node = json.readTree(parser);
                if (!node.isObject() && !node.isArray()) {
                    return Optional.empty();
                }
                values.add(node);
            }
        } catch (UnexpectedEndOfInputException e) {
            // The sample ends within a value: the values before it count, unless nothing more was to come.
            return sample.isWhole() ? Optional.empty() : Optional.of(values);
        } catch (JacksonException e) {
            return Optional.empty();
        }
        return Optional.of(values);
    }

    private Optional<Content> content(List<JsonNode> values) {
        var records =
                values.stream().flatMap(path::select).limit(Sample.RECORD_LIMIT).toList();
        var columns = new LinkedHashMap<String, ColumnType>();
        for (var record : records) {
            if (record.isObject()) {
                record.properties()
                        .forEach(field -> columns.merge(
                                field.getKey().toLowerCase(Locale.ROOT), typeOf(field.getValue()), ColumnType::merge));
            } else if (record.isArray()) {
                columns.merge("array", typeOf(record), ColumnType::merge);
            }
        }
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        var list = columns.entrySet().stream()
                .map(entry -> new Column(entry.getKey(), entry.getValue()))
                .toList();
        return Optional.of(new Content(Format.json(columns.keySet()), list, false, -1));
    }

    private static ColumnType typeOf(JsonNode value) {
        if (value.isObject()) {
            Map<String, ColumnType> fields = new LinkedHashMap<>();
            value.properties().forEach(field -> fields.put(field.getKey(), typeOf(field.getValue())));
            return new ColumnType.Struct(fields);
        }
        if (value.isArray()) {
            var element = ColumnType.UNSEEN;
            for (var item : value) {
                element = element.merge(typeOf(item));
            }
            return new ColumnType.Array(element);
        }
        if (value.isNull()) {
            return ColumnType.UNSEEN;
        }
        if (value.isBoolean()) {
            return ColumnType.BOOLEAN;
        }
        if (value.isNumber()) {
            return value.canConvertToInt() && value.isIntegralNumber()
                    ? ColumnType.INT
                    : value.isIntegralNumber() && value.canConvertToLong() ? ColumnType.BIGINT : ColumnType.DOUBLE;
        }
        return ColumnType.STRING;
    }
}
