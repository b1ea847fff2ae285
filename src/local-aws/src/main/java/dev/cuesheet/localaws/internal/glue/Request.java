package dev.cuesheet.localaws.internal.glue;

import dev.cuesheet.localaws.internal.iam.Caller;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** One call to Glue: its JSON, read with checks, and who makes it. */
record Request(ObjectNode json, Caller caller) {

    /** The text, or an {@code InvalidInputException} that names the field. */
    String text(String field) {
        return find(field)
                .filter(value -> !value.isEmpty())
                .orElseThrow(() -> GlueErrors.invalidInput("1 validation error detected: Value at '"
                        + Character.toLowerCase(field.charAt(0)) + field.substring(1)
                        + "' failed to satisfy constraint: Member must not be null or empty"));
    }

    Optional<String> find(String field) {
        return Optional.ofNullable(json.get(field)).filter(JsonNode::isString).map(JsonNode::asString);
    }

    /** The name in the catalog's spelling, which is lower case. */
    String lowerCase(String field) {
        return text(field).toLowerCase(Locale.ROOT);
    }

    int integer(String field, int fallback) {
        var node = json.get(field);
        return node == null || node.isNull() ? fallback : node.asInt();
    }

    boolean flag(String field) {
        return json.path(field).asBoolean(false);
    }

    /** The structure, or an {@code InvalidInputException} that names the field. */
    ObjectNode object(String field) {
        if (json.get(field) instanceof ObjectNode object) {
            return object;
        }
        throw GlueErrors.invalidInput("1 validation error detected: Value null at '"
                + Character.toLowerCase(field.charAt(0)) + field.substring(1)
                + "' failed to satisfy constraint: Member must not be null");
    }

    List<String> texts(String field) {
        return texts(json.path(field));
    }

    static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>();
        list.forEach(node -> texts.add(node.asString()));
        return texts;
    }

    static Map<String, String> textMap(JsonNode object) {
        var texts = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asString("")));
        return texts;
    }

    /** The list of structures; refuses one that is longer than Glue takes. */
    List<ObjectNode> objects(String field, int most) {
        var objects = new ArrayList<ObjectNode>();
        json.path(field).forEach(node -> {
            if (node instanceof ObjectNode object) {
                objects.add(object);
            }
        });
        if (objects.size() > most) {
            throw GlueErrors.invalidInput("1 validation error detected: Value at '" + field
                    + "' failed to satisfy constraint: Member must have length less than or equal to " + most);
        }
        return objects;
    }

    Request of(ObjectNode part) {
        return new Request(part, caller);
    }
}
