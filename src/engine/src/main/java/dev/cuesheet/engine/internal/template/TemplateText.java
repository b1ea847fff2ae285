package dev.cuesheet.engine.internal.template;

import java.util.ArrayList;
import java.util.List;

/** A template cut at its delimiters: enough to find gross faults and to fill in plain variables without a library. */
record TemplateText(String text, List<Part> parts) {

    /** What stands between two delimiters, or outside of them. */
    record Part(Kind kind, String content) {}

    /** The kinds of part that Jinja knows. */
    enum Kind {
        LITERAL("", ""),
        EXPRESSION("{{", "}}"),
        STATEMENT("{%", "%}"),
        COMMENT("{#", "#}");

        private final String open;
        private final String close;

        Kind(String open, String close) {
            this.open = open;
            this.close = close;
        }
    }

    static boolean isTemplate(String text) {
        return text.contains("{{") || text.contains("{%") || text.contains("{#");
    }

    /**
     * Cuts the text.
     *
     * @throws IllegalArgumentException when a delimiter is not closed
     */
    static TemplateText parse(String text) {
        var parts = new ArrayList<Part>();
        int at = 0;
        while (at < text.length()) {
            int open = nextOpen(text, at);
            if (open > at) {
                parts.add(new Part(Kind.LITERAL, text.substring(at, open)));
            }
            if (open == text.length()) {
                break;
            }
            var kind = kindAt(text, open);
            int close = closeOf(kind, text, open + 2);
            parts.add(new Part(kind, text.substring(open + 2, close).strip()));
            at = close + 2;
        }
        return new TemplateText(text, List.copyOf(parts));
    }

    boolean has(Kind kind) {
        return parts.stream().anyMatch(part -> part.kind == kind);
    }

    private static int nextOpen(String text, int from) {
        for (int at = text.indexOf('{', from); at >= 0; at = text.indexOf('{', at + 1)) {
            if (kindAt(text, at) != Kind.LITERAL) {
                return at;
            }
        }
        return text.length();
    }

    private static Kind kindAt(String text, int at) {
        for (var kind : Kind.values()) {
            if (kind != Kind.LITERAL && text.startsWith(kind.open, at)) {
                return kind;
            }
        }
        return Kind.LITERAL;
    }

    /** Where the part ends; a closing delimiter inside quotes does not count, except in a comment. */
    private static int closeOf(Kind kind, String text, int from) {
        char quote = 0;
        for (int at = from; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (text.startsWith(kind.close, at)) {
                return at;
            } else if (kind != Kind.COMMENT && (c == '\'' || c == '"')) {
                quote = c;
            }
        }
        throw new IllegalArgumentException("%s is not closed by %s".formatted(kind.open, kind.close));
    }
}
