package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.List;
import java.util.Optional;

/** Reads a statement's tokens from left to right; what does not fit is a syntax error that names the place. */
public final class TokenCursor {
    private final List<Token> tokens;
    private int at;

    public TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    public boolean atEnd() {
        return at >= tokens.size();
    }

    public Optional<Token> peek() {
        return peek(0);
    }

    public Optional<Token> peek(int ahead) {
        return at + ahead < tokens.size() ? Optional.of(tokens.get(at + ahead)) : Optional.empty();
    }

    public boolean isWord(String word) {
        return peek().filter(token -> token.isWord(word)).isPresent();
    }

    public boolean isSymbol(String symbol) {
        return peek().filter(token -> token.isSymbol(symbol)).isPresent();
    }

    public Token next() {
        if (atEnd()) {
            throw new SqlFailure("syntax error at end of input");
        }
        return tokens.get(at++);
    }

    /** Steps over the words when all of them come next, in this order. */
    public boolean take(String... words) {
        for (int i = 0; i < words.length; i++) {
            var word = words[i];
            if (peek(i).filter(token -> token.isWord(word)).isEmpty()) {
                return false;
            }
        }
        at += words.length;
        return true;
    }

    public boolean takeSymbol(String symbol) {
        if (isSymbol(symbol)) {
            at++;
            return true;
        }
        return false;
    }

    public void expect(String... words) {
        if (!take(words)) {
            throw unexpected();
        }
    }

    public void expectSymbol(String symbol) {
        if (!takeSymbol(symbol)) {
            throw unexpected();
        }
    }

    public String name() {
        if (peek().filter(Token::isName).isEmpty()) {
            throw unexpected();
        }
        return next().text();
    }

    public Optional<Token> takeString() {
        return peek().filter(token -> token.kind() == Kind.STRING).map(token -> next());
    }

    public Token string() {
        return takeString().orElseThrow(this::unexpected);
    }

    public int integer() {
        var token = peek().orElseThrow(this::unexpected);
        try {
            int value = Integer.parseInt(token.text());
            at++;
            return value;
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    /** A possibly qualified name; a leading database name is dropped. */
    public TableName tableName() {
        var first = name();
        if (!takeSymbol(".")) {
            return TableName.unqualified(first);
        }
        var second = name();
        return takeSymbol(".") ? new TableName(second, name()) : new TableName(first, second);
    }

    /** The tokens between a parenthesis that comes next and the one that closes it. */
    public List<Token> parenthesised() {
        expectSymbol("(");
        int start = at;
        for (int depth = 1; ; ) {
            var token = next();
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")") && --depth == 0) {
                return tokens.subList(start, at - 1);
            }
        }
    }

    public List<Token> rest() {
        var rest = tokens.subList(at, tokens.size());
        at = tokens.size();
        return rest;
    }

    public int position() {
        return at;
    }

    public List<Token> since(int position) {
        return tokens.subList(position, at);
    }

    public void expectEnd() {
        if (!atEnd()) {
            throw unexpected();
        }
    }

    public SqlFailure unexpected() {
        return peek().map(token -> new SqlFailure(
                        "syntax error at or near \"" + token.raw() + "\"\n  Position: " + (token.position() + 1)))
                .orElseGet(() -> new SqlFailure("syntax error at end of input"));
    }
}
