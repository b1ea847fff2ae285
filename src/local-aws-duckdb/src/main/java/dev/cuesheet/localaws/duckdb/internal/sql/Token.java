package dev.cuesheet.localaws.duckdb.internal.sql;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * One piece of SQL text.
 *
 * @param kind what it is
 * @param text what it says: a word or quoted name in lower case (Redshift folds both), a literal's content, an operator
 * @param raw the literal as it was written between its quotes, for COPY, whose options give backslashes a meaning of
 *     their own; elsewhere the same as {@code text}
 * @param position offset of the first character in the statement
 */
public record Token(Kind kind, String text, String raw, int position) {

    /** The kinds of token. */
    public enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        PARAMETER,
        SYMBOL
    }

    public Token {
        requireNonNull(kind, "kind");
        requireNonNull(text, "text");
        requireNonNull(raw, "raw");
    }

    static Token of(Kind kind, String text, int position) {
        return new Token(kind, text, text, position);
    }

    public static Token word(String text) {
        return of(Kind.WORD, text, 0);
    }

    public static Token name(String text) {
        return of(Kind.QUOTED_NAME, text, 0);
    }

    public static Token string(String text) {
        return of(Kind.STRING, text, 0);
    }

    public static Token number(long value) {
        return of(Kind.NUMBER, Long.toString(value), 0);
    }

    public static Token symbol(String text) {
        return of(Kind.SYMBOL, text, 0);
    }

    public boolean isWord(String word) {
        return kind == Kind.WORD && text.equals(word);
    }

    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** True for what may name a table, a column or a function. */
    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /** The token as DuckDB reads it. */
    void writeTo(StringBuilder out) {
        switch (kind) {
            case WORD -> {
                if (text.startsWith("#")) {
                    quote(text, '"', out);
                } else {
                    out.append(text);
                }
            }
            case QUOTED_NAME -> quote(text, '"', out);
            case STRING -> quote(text, '\'', out);
            case NUMBER, SYMBOL -> out.append(text);
            case PARAMETER -> out.append(':').append(text);
        }
    }

    private static void quote(String content, char mark, StringBuilder out) {
        out.append(mark);
        for (int i = 0; i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == mark) {
                out.append(mark);
            }
            out.append(c);
        }
        out.append(mark);
    }

    static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
