package dev.cuesheet.localaws.internal.crawler;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The globs of a target that leave objects out, relative to its include path. */
public final class Exclusions {
    private final List<Pattern> patterns;

    private Exclusions(List<Pattern> patterns) {
        this.patterns = patterns;
    }

    /** @throws IllegalArgumentException when a glob is not closed */
    public static Exclusions of(List<String> globs) {
        return new Exclusions(globs.stream().map(Exclusions::compile).toList());
    }

    /** @param relativeKey the key below the include path, without a leading slash */
    boolean exclude(String relativeKey) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.matcher(relativeKey).matches());
    }

    private static Pattern compile(String glob) {
        var regex = new StringBuilder();
        int braces = 0;
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            switch (c) {
                case '*' -> {
                    if (i + 1 < glob.length() && glob.charAt(i + 1) == '*') {
                        regex.append(".*");
                        i++;
                    } else {
                        regex.append("[^/]*");
                    }
                }
                case '?' -> regex.append("[^/]");
                case '\\' -> {
                    i++;
                    if (i == glob.length()) {
                        throw invalid(glob);
                    }
                    regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
                }
                case '[' -> {
                    int end = glob.indexOf(']', i + 2);
                    if (end < 0) {
                        throw invalid(glob);
                    }
                    regex.append(characterClass(glob.substring(i + 1, end)));
                    i = end;
                }
                case '{' -> {
                    regex.append("(?:");
                    braces++;
                }
                case '}' -> {
                    regex.append(braces > 0 ? ")" : "\\}");
                    braces = Math.max(0, braces - 1);
                }
                case ',' -> regex.append(braces > 0 ? "|" : ",");
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        if (braces > 0) {
            throw invalid(glob);
        }
        try {
            return Pattern.compile(regex.toString(), Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw invalid(glob);
        }
    }

    private static String characterClass(String inner) {
        var negated = inner.startsWith("!");
        var body = (negated ? inner.substring(1) : inner)
                .replace("\\", "\\\\")
                .replace("[", "\\[")
                .replace("&", "\\&")
                .replace("^", "\\^");
        return "[" + (negated ? "^" : "") + body + "&&[^/]]";
    }

    private static IllegalArgumentException invalid(String glob) {
        return new IllegalArgumentException("Exclude pattern is not a valid glob: " + glob);
    }
}
