package dev.cuesheet.engine.internal.template;

import java.util.List;
import java.util.Optional;

/** A variable named in the simplest way there is, such as {@code ds} or {@code params.year}. */
record VariablePath(List<String> names) {

    /** The path that the expression is; empty when it is any more than that. */
    static Optional<VariablePath> of(String expression) {
        var names = expression.split("\\.", -1);
        for (var name : names) {
            if (!isIdentifier(name)) {
                return Optional.empty();
            }
        }
        return Optional.of(new VariablePath(List.of(names)));
    }

    /** The path whose value the expression hands to its first filter; empty when it is not as plain as that. */
    static Optional<VariablePath> filtered(String expression) {
        int bar = expression.indexOf('|');
        if (bar < 0 || expression.startsWith("||", bar) || takesMissing(expression.substring(bar + 1))) {
            return Optional.empty();
        }
        return of(expression.substring(0, bar).strip());
    }

    private static boolean takesMissing(String filters) {
        var first = filters.strip();
        return first.startsWith("default") || first.matches("d\\b.*");
    }

    String root() {
        return names.get(0);
    }

    @Override
    public String toString() {
        return String.join(".", names);
    }

    private static boolean isIdentifier(String name) {
        return !name.isEmpty()
                && Character.isJavaIdentifierStart(name.charAt(0))
                && name.chars().allMatch(Character::isJavaIdentifierPart);
    }
}
