package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.List;

/**
 * What a statement sets out to do, told by its first words. This is a list of what is let through: DuckDB's own commands
 * (ATTACH, INSTALL, PRAGMA, COPY to files ...) are not Redshift's and never reach it.
 */
public enum StatementKind {
    QUERY,
    SELECT_INTO,
    DML,
    CREATE_TABLE,
    CREATE_VIEW,
    CREATE_SCHEMA,
    CREATE_DATABASE,
    DROP,
    DROP_DATABASE,
    ALTER_TABLE,
    TRUNCATE,
    COPY,
    BEGIN,
    COMMIT,
    ROLLBACK,
    VACUUM,
    ANALYZE,
    SET,
    SHOW;

    /** The kind of the statement; fails for one that this warehouse does not know or does not support. */
    public static StatementKind of(List<Token> tokens) {
        var cursor = new TokenCursor(tokens);
        if (cursor.atEnd()) {
            throw new SqlFailure("the statement is empty");
        }
        if (cursor.isSymbol("(")) {
            return QUERY;
        }
        var first = cursor.next();
        if (first.kind() != Token.Kind.WORD) {
            throw new TokenCursor(tokens).unexpected();
        }
        return switch (first.text()) {
            case "select", "with" -> isSelectInto(tokens) ? SELECT_INTO : QUERY;
            case "values" -> QUERY;
            case "insert", "update", "delete", "merge" -> DML;
            case "create" -> create(cursor, tokens);
            case "drop" -> drop(cursor);
            case "alter" -> alter(cursor);
            case "truncate" -> TRUNCATE;
            case "copy" -> COPY;
            case "begin", "start" -> BEGIN;
            case "commit", "end" -> COMMIT;
            case "rollback", "abort" -> ROLLBACK;
            case "vacuum" -> VACUUM;
            case "analyze", "analyse" -> ANALYZE;
            case "set", "reset" -> SET;
            case "show" -> SHOW;
            case "grant", "revoke" -> throw unsupported(first, "every session has every right on the tables");
            case "unload",
                    "explain",
                    "comment",
                    "call",
                    "declare",
                    "fetch",
                    "close",
                    "lock",
                    "prepare",
                    "execute",
                    "deallocate",
                    "cancel" -> throw unsupported(first, "it comes with a later version");
            default -> throw new TokenCursor(tokens).unexpected();
        };
    }

    private static StatementKind create(TokenCursor cursor, List<Token> tokens) {
        if (cursor.take("or", "replace") && !cursor.isWord("view")) {
            throw unsupported("CREATE OR REPLACE", cursor);
        }
        if (cursor.take("temp")
                || cursor.take("temporary")
                || cursor.take("local", "temp")
                || cursor.take("local", "temporary")) {
            if (!cursor.isWord("table")) {
                throw cursor.unexpected();
            }
        }
        if (cursor.take("table")) {
            return CREATE_TABLE;
        } else if (cursor.take("view")) {
            return CREATE_VIEW;
        } else if (cursor.take("schema")) {
            return CREATE_SCHEMA;
        } else if (cursor.take("database")) {
            return CREATE_DATABASE;
        }
        throw unsupported("CREATE", cursor);
    }

    private static StatementKind drop(TokenCursor cursor) {
        if (cursor.take("database")) {
            return DROP_DATABASE;
        } else if (cursor.take("table") || cursor.take("view") || cursor.take("schema")) {
            return DROP;
        }
        throw unsupported("DROP", cursor);
    }

    private static StatementKind alter(TokenCursor cursor) {
        if (cursor.take("table")) {
            return ALTER_TABLE;
        }
        throw unsupported("ALTER", cursor);
    }

    private static boolean isSelectInto(List<Token> tokens) {
        int depth = 0;
        for (var token : tokens) {
            if (token.isSymbol("(")) {
                depth++;
            } else if (token.isSymbol(")")) {
                depth--;
            } else if (depth == 0 && token.isWord("into")) {
                return true;
            } else if (depth == 0 && token.isWord("from")) {
                return false;
            }
        }
        return false;
    }

    private static SqlFailure unsupported(String verb, TokenCursor cursor) {
        return cursor.peek()
                .map(token -> new SqlFailure(verb + " " + token.text().toUpperCase(java.util.Locale.ROOT)
                        + " is not supported by this local warehouse"))
                .orElseGet(() -> cursor.unexpected());
    }

    private static SqlFailure unsupported(Token verb, String why) {
        return new SqlFailure(
                verb.text().toUpperCase(java.util.Locale.ROOT) + " is not supported by this local warehouse: " + why);
    }

    /** True when the statement may change the database, so that it needs the right to write. */
    public boolean writes() {
        return switch (this) {
            case QUERY, BEGIN, COMMIT, ROLLBACK, SET, SHOW, CREATE_DATABASE, DROP_DATABASE -> false;
            case SELECT_INTO,
                    DML,
                    CREATE_TABLE,
                    CREATE_VIEW,
                    CREATE_SCHEMA,
                    DROP,
                    ALTER_TABLE,
                    TRUNCATE,
                    COPY,
                    VACUUM,
                    ANALYZE -> true;
        };
    }
}
