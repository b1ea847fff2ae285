package dev.cuesheet.localaws.duckdb.internal.copy;

import dev.cuesheet.localaws.duckdb.internal.sql.TableColumn;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** JSON values one after another, with nothing but white space between them; each is a row. */
final class JsonReader implements RowReader {
    private final MappingIterator<JsonNode> values;
    private final List<Function<JsonNode, JsonNode>> finders;
    private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
    private long line;
    private String raw = "";

    JsonReader(InputStream in, List<TableColumn> columns, boolean ignoreCase, Optional<String> paths) {
        this.values = JsonMapper.shared().readerFor(JsonNode.class).readValues(in);
        this.finders = paths.map(text -> byPath(text, columns.size())).orElseGet(() -> byName(columns, ignoreCase));
    }

    private static List<Function<JsonNode, JsonNode>> byName(List<TableColumn> columns, boolean ignoreCase) {
        return columns.stream()
                .<Function<JsonNode, JsonNode>>map(
                        column -> value -> ignoreCase ? find(value, column.name()) : value.path(column.name()))
                .toList();
    }

    private static JsonNode find(JsonNode value, String name) {
        Map<String, JsonNode> lower = new HashMap<>();
        value.forEachEntry((key, child) -> lower.put(key.toLowerCase(Locale.ROOT), child));
        return lower.getOrDefault(name, value.path(name));
    }

    private static List<Function<JsonNode, JsonNode>> byPath(String text, int columns) {
        JsonNode paths;
        try {
            paths = JsonMapper.shared().readTree(text).path("jsonpaths");
        } catch (JacksonException e) {
            throw new SqlFailure("Invalid JSONPath format: the file is not JSON", e);
        }
        if (!paths.isArray() || paths.size() != columns) {
            throw new SqlFailure("Number of jsonpaths and the number of columns should match. JSONPath size: "
                    + paths.size() + ", Number of columns in table or column list: " + columns);
        }
        return paths.valueStream()
                .map(path -> JsonPath.parse(path.asString()))
                .<Function<JsonNode, JsonNode>>map(path -> path::find)
                .toList();
    }

    @Override
    public boolean next(FieldRow row) throws IOException, BadField {
        JsonNode value;
        try {
            if (!values.hasNextValue()) {
                return false;
            }
            line = Math.max(line, values.currentLocation().getLineNr());
            value = values.nextValue();
        } catch (JacksonException e) {
            // What follows broken JSON cannot be told from it, so this ends the file.
            throw new SqlFailure(
                    "Invalid JSON in line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
        raw = value.toString();
        if (!value.isObject() && !value.isArray()) {
            throw new BadField(1216, 0, "Invalid JSONPath format: a row must be an object or an array");
        }
        fields.reset();
        row.begin(new byte[0]);
        for (var finder : finders) {
            var field = finder.apply(value);
            if (field.isMissingNode() || field.isNull()) {
                row.addNull();
            } else {
                int start = fields.size();
                fields.writeBytes(
                        (field.isString() ? field.stringValue() : field.toString()).getBytes(StandardCharsets.UTF_8));
                row.add(start, fields.size());
            }
        }
        row.content(fields.toByteArray());
        return true;
    }

    @Override
    public long line() {
        return line;
    }

    @Override
    public long lines() {
        return line;
    }

    @Override
    public String rawLine() {
        return raw;
    }
}
