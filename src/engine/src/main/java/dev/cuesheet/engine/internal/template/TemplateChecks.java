package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.internal.template.TemplateText.Kind;
import java.util.Optional;
import java.util.Set;

/** What can be said about a template before a run exists, without loading the template library. */
public final class TemplateChecks {
    private static final Set<String> LITERALS = Set.of("true", "false", "none", "True", "False", "None");

    private static final Set<String> VARIABLE_FORMS = Set.of("value", "json");

    private TemplateChecks() {}

    /**
     * The first fault of the text: a delimiter that is not closed, a variable that no run will have, or a parameter that
     * the DAG does not declare.
     */
    public static Optional<String> faultIn(String text, Set<String> params) {
        return faultIn(text, params, Set.of());
    }

    /**
     * The same for a text that may use more variables.
     *
     * @param more their names
     */
    public static Optional<String> faultIn(String text, Set<String> params, Set<String> more) {
        if (!TemplateText.isTemplate(text)) {
            return Optional.empty();
        }
        try {
            var template = TemplateText.parse(text);
            return definesVariables(template) ? Optional.empty() : unknownVariable(template, params, more);
        } catch (IllegalArgumentException e) {
            return Optional.of("\"%s\": %s".formatted(text, e.getMessage()));
        }
    }

    /** A statement may introduce names of its own, which only the template library can follow. */
    private static boolean definesVariables(TemplateText template) {
        return template.has(Kind.STATEMENT);
    }

    private static Optional<String> unknownVariable(TemplateText template, Set<String> params, Set<String> more) {
        return template.parts().stream()
                .filter(part -> part.kind() == Kind.EXPRESSION)
                .flatMap(part ->
                        VariablePath.of(part.content()).or(() -> VariablePath.filtered(part.content())).stream())
                .filter(path -> !more.contains(path.root()))
                .flatMap(path -> faultIn(path, params).stream())
                .map(fault -> "\"%s\": %s".formatted(template.text(), fault))
                .findFirst();
    }

    private static Optional<String> faultIn(VariablePath path, Set<String> params) {
        if (path.root().equals("params")) {
            return path.names().size() == 1 || params.contains(path.names().get(1))
                    ? Optional.empty()
                    : Optional.of("the DAG declares no param \"%s\""
                            .formatted(path.names().get(1)));
        }
        if (path.root().equals("var")
                && path.names().size() > 1
                && !VARIABLE_FORMS.contains(path.names().get(1))) {
            return Optional.of("a variable is var.value.%1$s or var.json.%1$s, not var.%1$s"
                    .formatted(path.names().get(1)));
        }
        return TemplateVariables.isName(path.root()) || LITERALS.contains(path.root())
                ? Optional.empty()
                : Optional.of(TemplateVariables.unknown(path.root()));
    }
}
