package dev.cuesheet.localaws.internal.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * IAM's patterns: {@code *} is any text, {@code ?} one character, and <code>${key}</code> a value of the request, with
 * <code>${key, 'default'}</code> for when it is missing. What a variable brings in is plain text, however many stars it
 * holds; that is what keeps a user named {@code *} out of everybody's folder.
 */
final class Glob {
    private static final int ANY_TEXT = -1;
    private static final int ANY_CHARACTER = -2;

    private final int[] tokens;

    private Glob(int[] tokens) {
        this.tokens = tokens;
    }

    static boolean matches(String pattern, String text, boolean ignoreCase) {
        return compile(pattern, ignoreCase).matches(ignoreCase ? lower(text) : text);
    }

    /** Fills in the variables, then matches; a variable that the request lacks matches nothing. */
    static boolean matches(
            String pattern, String text, boolean ignoreCase, Function<String, Optional<String>> variables) {
        return substitute(pattern, variables)
                .map(parts -> compile(parts, ignoreCase).matches(ignoreCase ? lower(text) : text))
                .orElse(false);
    }

    /** Fills in the variables of plain text; empty when one is missing. */
    static Optional<String> fillIn(String text, Function<String, Optional<String>> variables) {
        return substitute(text, variables).map(parts -> {
            var filled = new StringBuilder();
            parts.forEach(part -> filled.append(part.text()));
            return filled.toString();
        });
    }

    private record Part(String text, boolean literal) {}

    private static Optional<List<Part>> substitute(String pattern, Function<String, Optional<String>> variables) {
        var parts = new ArrayList<Part>();
        int from = 0;
        for (int start = pattern.indexOf("${"); start >= 0; start = pattern.indexOf("${", from)) {
            int end = pattern.indexOf('}', start);
            if (end < 0) {
                break;
            }
            parts.add(new Part(pattern.substring(from, start), false));
            var value = valueOf(pattern.substring(start + 2, end), variables);
            if (value.isEmpty()) {
                return Optional.empty();
            }
            parts.add(new Part(value.get(), true));
            from = end + 1;
        }
        parts.add(new Part(pattern.substring(from), false));
        return Optional.of(parts);
    }

    private static Optional<String> valueOf(String variable, Function<String, Optional<String>> variables) {
        if (variable.equals("*") || variable.equals("?") || variable.equals("$")) {
            return Optional.of(variable);
        }
        int comma = variable.indexOf(',');
        var key = (comma < 0 ? variable : variable.substring(0, comma)).strip();
        var found = variables.apply(key);
        if (found.isPresent() || comma < 0) {
            return found;
        }
        var fallback = variable.substring(comma + 1).strip();
        var quoted = fallback.length() >= 2 && fallback.startsWith("'") && fallback.endsWith("'");
        return quoted ? Optional.of(fallback.substring(1, fallback.length() - 1)) : Optional.empty();
    }

    private static Glob compile(String pattern, boolean ignoreCase) {
        return compile(List.of(new Part(pattern, false)), ignoreCase);
    }

    private static Glob compile(List<Part> parts, boolean ignoreCase) {
        return new Glob(parts.stream()
                .flatMapToInt(part -> (ignoreCase ? lower(part.text()) : part.text())
                        .chars()
                        .map(c -> part.literal() ? c : c == '*' ? ANY_TEXT : c == '?' ? ANY_CHARACTER : c))
                .toArray());
    }

    /** Linear in practice: on a mismatch only the last star is tried one character longer. */
    private boolean matches(String text) {
        int t = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            if (p < tokens.length && (tokens[p] == text.charAt(t) || tokens[p] == ANY_CHARACTER)) {
                p++;
                t++;
            } else if (p < tokens.length && tokens[p] == ANY_TEXT) {
                star = p++;
                resume = t;
            } else if (star >= 0) {
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < tokens.length && tokens[p] == ANY_TEXT) {
            p++;
        }
        return p == tokens.length;
    }

    private static String lower(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
