package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into tokens; white space and comments are dropped. In a string literal {@code ''} and {@code \'} stand
 * for a quote and {@code \\} for a backslash, as in Redshift; any other backslash is kept, so that patterns such as
 * {@code '\d+'} mean the same whether or not it was doubled.
 */
public final class Tokenizer {
    private static final List<String> LONG_SYMBOLS =
            List.of("!~*", "::", "<=", ">=", "<>", "!=", "||", "!~", "~*", ":=", "->");
    private static final String SYMBOLS = "+-*/%^<>=~!@&|?()[],;.:$";

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokenizer(String sql) {
        this.sql = sql;
    }

    /**
     * The tokens of one or more statements.
     *
     * @throws SqlFailure when a literal, a quoted name or a comment has no end
     */
    public static List<Token> tokens(String sql) {
        var tokenizer = new Tokenizer(sql);
        tokenizer.run();
        return tokenizer.tokens;
    }

    private void run() {
        while (skipBlank()) {
            int start = at;
            char c = sql.charAt(at);
            if (c == '\'') {
                string(start);
            } else if (c == '"') {
                quotedName(start);
            } else if (c == '$' && dollarTag() >= 0) {
                dollarString(start, dollarTag());
            } else if (isDigit(c) || c == '.' && isDigit(peek(1))) {
                number(start);
            } else if (isNameStart(c) || c == '#' && isNameStart(peek(1))) {
                at++;
                skipName();
                add(Kind.WORD, Token.folded(sql.substring(start, at)), start);
            } else if (c == ':' && isNameStart(peek(1)) && !(start > 0 && sql.charAt(start - 1) == ':')) {
                at++;
                skipName();
                add(Kind.PARAMETER, sql.substring(start + 1, at), start);
            } else {
                symbol(start);
            }
        }
    }

    private boolean skipBlank() {
        while (at < sql.length()) {
            char c = sql.charAt(at);
            if (Character.isWhitespace(c) || c == '\uFEFF') {
                at++;
            } else if (c == '-' && peek(1) == '-') {
                int end = sql.indexOf('\n', at);
                at = end < 0 ? sql.length() : end;
            } else if (c == '/' && peek(1) == '*') {
                skipBlockComment();
            } else {
                return true;
            }
        }
        return false;
    }

    private void skipBlockComment() {
        int start = at;
        int depth = 0;
        do {
            if (at >= sql.length()) {
                throw new SqlFailure("unterminated /* comment at position " + (start + 1));
            }
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0);
    }

    private void string(int start) {
        var content = new StringBuilder();
        for (at++; ; at++) {
            char c = next("unterminated quoted string", start);
            if (c == '\'' && peek(1) != '\'') {
                at++;
                tokens.add(new Token(
                        Kind.STRING,
                        content.toString(),
                        sql.substring(start + 1, at - 1).replace("''", "'"),
                        start));
                return;
            }
            if (c == '\'') {
                at++;
            } else if (c == '\\' && peek(1) == '\\' || c == '\\' && peek(1) == '\'' && !endsLiteral(at + 1)) {
                at++;
                c = sql.charAt(at);
            }
            content.append(c);
        }
    }

    /**
     * COPY's users write {@code DELIMITER '\'} and {@code ESCAPE '\'}: a literal of one backslash, which the quote after
     * it ends unless more text follows directly.
     */
    private boolean endsLiteral(int quote) {
        boolean onlyBackslash = sql.charAt(quote - 2) == '\'';
        char after = quote + 1 < sql.length() ? sql.charAt(quote + 1) : ' ';
        return onlyBackslash && (Character.isWhitespace(after) || after == ')' || after == ',' || after == ';');
    }

    private void quotedName(int start) {
        var content = new StringBuilder();
        for (at++; ; at++) {
            char c = next("unterminated quoted identifier", start);
            if (c == '"') {
                if (peek(1) != '"') {
                    break;
                }
                at++;
            }
            content.append(c);
        }
        at++;
        add(Kind.QUOTED_NAME, Token.folded(content.toString()), start);
    }

    /** The length of the tag that opens a dollar-quoted string here, or -1 when there is none. */
    private int dollarTag() {
        int end = at + 1;
        while (end < sql.length() && (isNameStart(sql.charAt(end)) || isDigit(sql.charAt(end)) && end > at + 1)) {
            end++;
        }
        return end < sql.length() && sql.charAt(end) == '$' ? end - at + 1 : -1;
    }

    private void dollarString(int start, int tagLength) {
        var tag = sql.substring(at, at + tagLength);
        int end = sql.indexOf(tag, at + tagLength);
        if (end < 0) {
            throw new SqlFailure("unterminated dollar-quoted string at position " + (start + 1));
        }
        at = end + tagLength;
        add(Kind.STRING, sql.substring(start + tagLength, end), start);
    }

    private void number(int start) {
        skipDigits();
        if (peek(0) == '.' && peek(1) != '.') {
            at++;
            skipDigits();
        }
        boolean signed = peek(1) == '+' || peek(1) == '-';
        if ((peek(0) == 'e' || peek(0) == 'E') && isDigit(peek(signed ? 2 : 1))) {
            at += signed ? 2 : 1;
            skipDigits();
        }
        add(Kind.NUMBER, sql.substring(start, at), start);
    }

    private void symbol(int start) {
        for (var symbol : LONG_SYMBOLS) {
            if (sql.startsWith(symbol, at)) {
                at += symbol.length();
                add(Kind.SYMBOL, symbol, start);
                return;
            }
        }
        char c = sql.charAt(at);
        if (SYMBOLS.indexOf(c) < 0) {
            throw new SqlFailure("syntax error at or near \"" + c + "\" at position " + (start + 1));
        }
        at++;
        add(Kind.SYMBOL, String.valueOf(c), start);
    }

    private void add(Kind kind, String text, int start) {
        tokens.add(Token.of(kind, text, start));
    }

    private char next(String otherwise, int start) {
        if (at >= sql.length()) {
            throw new SqlFailure(otherwise + " at position " + (start + 1));
        }
        return sql.charAt(at);
    }

    private char peek(int ahead) {
        return at + ahead < sql.length() ? sql.charAt(at + ahead) : '\0';
    }

    private void skipDigits() {
        while (isDigit(peek(0))) {
            at++;
        }
    }

    private void skipName() {
        while (isNameStart(peek(0)) || isDigit(peek(0)) || peek(0) == '$') {
            at++;
        }
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNameStart(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c > 127;
    }
}
