package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.duckdb.internal.sql.TableName;
import dev.cuesheet.localaws.duckdb.internal.sql.Token;
import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import dev.cuesheet.localaws.duckdb.internal.sql.TokenCursor;
import dev.cuesheet.localaws.duckdb.internal.sql.TypedExpressions;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Small questions to a statement's tokens. */
final class Statements {
    private Statements() {}

    /**
     * The one statement in the text, if it calls none of the closed functions, its parameters replaced by their values. A value becomes a string literal, so that,
     * as in Redshift, its type is settled by where it stands.
     */
    static List<Token> single(List<Token> tokens, Map<String, String> values, Set<String> closedFunctions) {
        int end = tokens.size();
        while (end > 0 && tokens.get(end - 1).isSymbol(";")) {
            end--;
        }
        var statement = new ArrayList<Token>(end);
        for (int i = 0; i < end; i++) {
            var token = tokens.get(i);
            if (token.isSymbol(";")) {
                throw new SqlFailure("cannot insert multiple commands into a prepared statement");
            } else if (token.isName() && token.text().equals(SystemCatalog.HIDDEN_SCHEMA)) {
                throw new SqlFailure("permission denied for schema " + SystemCatalog.HIDDEN_SCHEMA);
            }
            refuseFiles(token, i + 1 < end ? tokens.get(i + 1) : token, closedFunctions);
            statement.add(token.kind() == Kind.PARAMETER ? value(token, values) : token);
        }
        return statement;
    }

    /** Neither DuckDB's table functions nor its {@code FROM 'file'} are Redshift's. */
    private static void refuseFiles(Token token, Token next, Set<String> closedFunctions) {
        if (token.isName() && next.isSymbol("(") && closedFunctions.contains(token.text())) {
            throw new SqlFailure("function " + token.text() + " does not exist");
        }
        boolean table = token.isWord("from") || token.isWord("join");
        if (table && next.kind() == Kind.QUOTED_NAME && next.text().indexOf('/') >= 0) {
            throw new SqlFailure("relation \"" + next.text() + "\" does not exist");
        }
    }

    private static Token value(Token parameter, Map<String, String> values) {
        var value = values.get(parameter.text());
        if (value == null) {
            throw new SqlFailure("there is no value for parameter :" + parameter.text());
        }
        return new Token(Kind.STRING, value, value, parameter.position());
    }

    /** The types in DuckDB's refusal of a probe: {@code ... argument types 'array_slice(DECIMAL(8,2), SMALLINT)'. ...} */
    static Optional<List<String>> probedTypes(String refusal) {
        var mark = "argument types '" + TypedExpressions.PROBE + "(";
        int start = refusal.indexOf(mark);
        int end = start < 0 ? -1 : refusal.indexOf(")'.", start);
        if (end < 0) {
            return Optional.empty();
        }
        var types = new ArrayList<String>();
        int depth = 0;
        int from = start + mark.length();
        for (int i = from; i <= end; i++) {
            char c = refusal.charAt(i);
            if (i == end || c == ',' && depth == 0) {
                types.add(refusal.substring(from, i).strip());
                from = i + 1;
            }
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        }
        return types.size() == 2 ? Optional.of(types) : Optional.empty();
    }

    /** The table that VACUUM names; it may name none, and options before it. */
    static Optional<TableName> vacuumed(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.expect("vacuum");
        if (!cursor.take("full")
                && !cursor.take("reindex")
                && !cursor.take("recluster")
                && cursor.take("sort") | cursor.take("delete")) {
            cursor.take("only");
        }
        return cursor.atEnd() ? Optional.empty() : Optional.of(cursor.tableName());
    }

    /** The table that ANALYZE names, if any. */
    static Optional<TableName> analyzed(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        cursor.next();
        cursor.take("verbose");
        if (cursor.take("compression")) {
            throw new SqlFailure("ANALYZE COMPRESSION is not supported by this local warehouse");
        }
        return cursor.atEnd() ? Optional.empty() : Optional.of(cursor.tableName());
    }
}
