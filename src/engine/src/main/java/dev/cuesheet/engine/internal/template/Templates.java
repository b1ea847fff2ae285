package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.EngineException;
import dev.cuesheet.engine.Secrets;
import dev.cuesheet.engine.TemplateException;
import dev.cuesheet.engine.internal.template.TemplateText.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Fills in templates. Text without delimiters is returned as it is, and plain variables such as {@code {{ ds }}} are
 * filled in here; only what asks for more of Jinja loads the library, whose first rendering costs 0.35 to 0.45 s on a
 * slow machine. Both ways give the same text and refuse the same variables. Safe to share between threads.
 */
public final class Templates {
    private Templates() {}

    /** Does what the plain way cannot. */
    interface Renderer {
        /**
         * Fills in the template.
         *
         * @throws TemplateException saying what is wrong, without repeating the text
         */
        String render(String text, Map<String, Object> variables);
    }

    /** Loads the library when it is first used. */
    private static final class Library {
        static final Renderer JINJA = new JinjavaRenderer();
    }

    /**
     * The text with everything filled in.
     *
     * @param values the variables, asked for only if the text is a template
     * @param field what the text is for, if known; it is named in errors
     */
    public static String render(String text, @Nullable String field, Supplier<Map<String, Object>> values) {
        if (!TemplateText.isTemplate(text)) {
            return text;
        }
        var variables = values.get();
        try {
            var template = TemplateText.parse(text);
            refuseMissing(template, variables);
            var plain = renderPlain(template, variables);
            return plain.isPresent() ? plain.get() : Library.JINJA.render(text, variables);
        } catch (IllegalArgumentException | EngineException e) {
            throw new TemplateException(
                    "cannot fill in the template%s \"%s\": %s"
                            .formatted(
                                    field == null ? "" : " of " + field,
                                    text,
                                    Secrets.mask(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    /**
     * The library notices a missing variable where it is printed, but hands nothing to a filter without a word. A name
     * that a statement may have introduced is left to the library.
     */
    private static void refuseMissing(TemplateText template, Map<String, Object> variables) {
        boolean names = template.has(Kind.STATEMENT);
        for (var part : template.parts()) {
            if (part.kind() == Kind.EXPRESSION) {
                VariablePath.filtered(part.content())
                        .filter(path -> !names || TemplateVariables.isName(path.root()))
                        .filter(path -> valueAt(path, variables).isEmpty())
                        .ifPresent(path -> {
                            throw new TemplateException(TemplateVariables.unknown(path.toString()));
                        });
            }
        }
    }

    private static Optional<String> renderPlain(TemplateText template, Map<String, Object> variables) {
        var text = new StringBuilder();
        for (var part : template.parts()) {
            if (part.kind() == Kind.LITERAL) {
                text.append(part.content());
                continue;
            }
            var value = part.kind() == Kind.EXPRESSION ? plainValue(part.content(), variables) : Optional.empty();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            text.append(value.get());
        }
        return Optional.of(text.toString());
    }

    /** The value, if the expression is a plain variable and the value looks the same in Java and in Jinja. */
    private static Optional<Object> plainValue(String expression, Map<String, Object> variables) {
        return VariablePath.of(expression)
                .flatMap(path -> valueAt(path, variables))
                .filter(value -> value instanceof String || value instanceof Integer || value instanceof Long);
    }

    private static Optional<Object> valueAt(VariablePath path, Map<String, Object> variables) {
        Object at = variables;
        for (var name : path.names()) {
            if (!(at instanceof Map<?, ?> map)) {
                return Optional.empty();
            }
            at = map.get(name);
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }
}
