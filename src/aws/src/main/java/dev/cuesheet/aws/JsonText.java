package dev.cuesheet.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** JSON documents as AWS keeps them: as text that comes back with other blanks and another order of fields. */
public final class JsonText {
    private JsonText() {}

    /** True when both mean the same. In policies {@code "x"} and {@code ["x"]} are one thing, and so they are here. */
    public static boolean sameMeaning(String one, String other) {
        return one.equals(other) || Objects.equals(read(one), read(other));
    }

    /** @throws IllegalArgumentException when the text is not one JSON document */
    public static void check(String what, String text) {
        try {
            parse(text);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s is not JSON: %s".formatted(what, e.getOriginalMessage()), e);
        }
    }

    /** A text that is not JSON is equal to itself alone. */
    private static @Nullable Object read(String text) {
        try {
            return parse(text);
        } catch (JacksonException e) {
            return text;
        }
    }

    private static @Nullable Object parse(String text) {
        try (var parser = Factory.JSON.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            var document = value(parser);
            if (parser.nextToken() != null) {
                throw new StreamReadException(parser, "There is something after the document");
            }
            return document;
        }
    }

    private static @Nullable Object value(JsonParser parser) {
        var token = parser.currentToken();
        if (token == null) {
            throw new StreamReadException(parser, "There is no document");
        }
        if (token == JsonToken.START_OBJECT) {
            var fields = new LinkedHashMap<String, @Nullable Object>();
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                var name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
            return fields;
        }
        if (token == JsonToken.START_ARRAY) {
            var items = new ArrayList<@Nullable Object>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(parser));
            }
            return items.size() == 1 ? items.get(0) : items;
        }
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        return token.isNumeric() ? parser.getDecimalValue().stripTrailingZeros() : parser.getString();
    }

    /** Made on first use, since most programs never compare a document. */
    private static final class Factory {
        static final JsonFactory JSON = new JsonFactory();
    }
}
