package dev.cuesheet.engine.internal.json;

import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Jackson's streaming reader and writer, which start in a fraction of the time that object mapping takes. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** The text that the writing produces. */
    public static String text(Consumer<JsonGenerator> writing) {
        var text = new StringWriter();
        try (var out = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            writing.accept(out);
        }
        return text.toString();
    }

    /** What the reading makes of the text; it starts on the first token. */
    public static <T> T read(String text, Function<JsonParser, T> reading) {
        try (var in = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            in.nextToken();
            return reading.apply(in);
        }
    }
}
