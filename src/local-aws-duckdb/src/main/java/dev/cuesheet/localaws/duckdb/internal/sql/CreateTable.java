package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.ColumnDefinition.Identity;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads CREATE TABLE in Redshift's grammar, in each of its three forms: with columns, AS a query, LIKE another table.
 */
public final class CreateTable {
    /** What the statement asks for. */
    public sealed interface Request {
        /** A table with declared columns. */
        record Columns(TableDefinition definition) implements Request {}

        /** A table made from a query, with column names of its own or none. */
        record AsQuery(TableDefinition shape, List<String> names, List<Token> query) implements Request {}

        /** A table shaped like another. */
        record Like(TableDefinition shape, TableName source, boolean withDefaults) implements Request {}
    }

    private final TokenCursor cursor;
    private final Function<List<Token>, String> expressions;
    private final List<ColumnDefinition> columns = new ArrayList<>();
    private final List<String> constraints = new ArrayList<>();
    private final List<String> sortKeys = new ArrayList<>();
    private Optional<String> distKey = Optional.empty();
    private String distStyle = "AUTO";

    private CreateTable(TokenCursor cursor, Function<List<Token>, String> expressions) {
        this.cursor = cursor;
        this.expressions = expressions;
    }

    /** @param expressions translates a default's expression */
    public static Request parse(List<Token> tokens, Function<List<Token>, String> expressions) {
        return new CreateTable(new TokenCursor(tokens), expressions).statement();
    }

    /** Reads one column declaration, as in ALTER TABLE ADD COLUMN. */
    public static ColumnDefinition parseColumn(TokenCursor cursor, Function<List<Token>, String> expressions) {
        var parser = new CreateTable(cursor, expressions);
        parser.column();
        return parser.columns.get(0);
    }

    private Request statement() {
        cursor.expect("create");
        cursor.take("local");
        boolean temporary = cursor.take("temp") || cursor.take("temporary");
        cursor.expect("table");
        boolean ifNotExists = cursor.take("if", "not", "exists");
        var name = cursor.tableName();
        boolean temp = temporary || name.table().startsWith("#");
        if (isAsQuery()) {
            return asQuery(name, temp, ifNotExists);
        }
        cursor.expectSymbol("(");
        if (cursor.take("like")) {
            return like(name, temp, ifNotExists);
        }
        do {
            if (!tableConstraint()) {
                column();
            }
        } while (cursor.takeSymbol(","));
        cursor.expectSymbol(")");
        attributes();
        cursor.expectEnd();
        return new Request.Columns(definition(name, temp, ifNotExists));
    }

    private boolean isAsQuery() {
        if (!cursor.isSymbol("(")) {
            return true;
        }
        // A list of bare names, then AS: the names of the query's columns.
        for (int i = 1; ; i += 2) {
            boolean name = cursor.peek(i).filter(Token::isName).isPresent();
            if (name && cursor.peek(i + 1).filter(token -> token.isSymbol(")")).isPresent()) {
                return true;
            }
            if (!name || cursor.peek(i + 1).filter(token -> token.isSymbol(",")).isEmpty()) {
                return false;
            }
        }
    }

    private Request asQuery(TableName name, boolean temporary, boolean ifNotExists) {
        var names = new ArrayList<String>();
        if (cursor.takeSymbol("(")) {
            do {
                names.add(cursor.name());
            } while (cursor.takeSymbol(","));
            cursor.expectSymbol(")");
        }
        attributes();
        cursor.expect("as");
        return new Request.AsQuery(definition(name, temporary, ifNotExists), names, cursor.rest());
    }

    private Request like(TableName name, boolean temporary, boolean ifNotExists) {
        var source = cursor.tableName();
        boolean defaults = cursor.take("including", "defaults");
        if (!defaults) {
            cursor.take("excluding", "defaults");
        }
        cursor.expectSymbol(")");
        attributes();
        cursor.expectEnd();
        return new Request.Like(definition(name, temporary, ifNotExists), source, defaults);
    }

    private TableDefinition definition(TableName name, boolean temporary, boolean ifNotExists) {
        sortKeys.forEach(this::requireColumn);
        distKey.ifPresent(this::requireColumn);
        var keyed = columns.stream()
                .map(column -> column.withKeys(
                        column.distKey()
                                || distKey.filter(column.name()::equals).isPresent(),
                        column.sortKey() > 0 ? column.sortKey() : sortKeys.indexOf(column.name()) + 1))
                .toList();
        boolean byKey = distKey.isPresent() || columns.stream().anyMatch(ColumnDefinition::distKey);
        return new TableDefinition(name, temporary, ifNotExists, keyed, byKey ? "KEY" : distStyle, constraints);
    }

    private void requireColumn(String name) {
        if (!columns.isEmpty()
                && columns.stream().noneMatch(column -> column.name().equals(name))) {
            throw new SqlFailure("column \"" + name + "\" named in key does not exist");
        }
    }

    // ---- columns

    private void column() {
        var name = cursor.name();
        if (columns.stream().anyMatch(column -> column.name().equals(name))) {
            throw new SqlFailure("column \"" + name + "\" duplicated");
        }
        var type = RedshiftType.parse(cursor);
        boolean notNull = false;
        boolean isDistKey = false;
        int sortKey = 0;
        var encoding = "none";
        Optional<String> defaultSql = Optional.empty();
        Optional<Identity> identity = Optional.empty();
        for (boolean more = true; more; ) {
            if (cursor.take("not", "null")) {
                notNull = true;
            } else if (cursor.take("null") || cursor.take("unique")) {
                continue;
            } else if (cursor.take("primary", "key")) {
                notNull = true;
                constraints.add("PRIMARY KEY (" + name + ")");
            } else if (cursor.take("references")) {
                constraints.add("FOREIGN KEY (" + name + ") REFERENCES " + reference());
            } else if (cursor.take("distkey")) {
                isDistKey = true;
            } else if (cursor.take("sortkey")) {
                sortKey = 1;
            } else if (cursor.take("encode")) {
                encoding = cursor.name();
            } else if (cursor.take("collate")) {
                cursor.name();
            } else if (cursor.take("default")) {
                defaultSql = Optional.of(expressions.apply(defaultExpression()));
            } else if (cursor.take("generated", "by", "default", "as", "identity")) {
                identity = Optional.of(identity(false));
            } else if (cursor.take("identity")) {
                identity = Optional.of(identity(true));
            } else {
                more = false;
            }
        }
        columns.add(new ColumnDefinition(
                name, type, notNull || identity.isPresent(), defaultSql, identity, encoding, isDistKey, sortKey));
    }

    private Identity identity(boolean always) {
        cursor.expectSymbol("(");
        long seed = cursor.integer();
        cursor.expectSymbol(",");
        long step = cursor.integer();
        cursor.expectSymbol(")");
        return new Identity(seed, step, always);
    }

    /** A default ends where the next attribute begins: at the next comma, closing parenthesis or attribute word. */
    private List<Token> defaultExpression() {
        int start = cursor.position();
        while (!cursor.atEnd() && !cursor.isSymbol(",") && !cursor.isSymbol(")")) {
            boolean attribute = cursor.isWord("not")
                    || cursor.isWord("encode")
                    || cursor.isWord("distkey")
                    || cursor.isWord("sortkey")
                    || cursor.isWord("primary")
                    || cursor.isWord("unique")
                    || cursor.isWord("references");
            if (attribute && cursor.position() > start) {
                break;
            }
            if (cursor.isSymbol("(")) {
                cursor.parenthesised();
            } else {
                cursor.next();
            }
        }
        return List.copyOf(cursor.since(start));
    }

    // ---- constraints and attributes of the table

    private boolean tableConstraint() {
        if (cursor.take("constraint")) {
            cursor.name();
        }
        if (cursor.take("primary", "key")) {
            var names = names();
            constraints.add("PRIMARY KEY (" + String.join(", ", names) + ")");
            columns.replaceAll(column -> names.contains(column.name()) ? column.required() : column);
        } else if (cursor.isWord("unique")
                && cursor.peek(1).filter(token -> token.isSymbol("(")).isPresent()) {
            cursor.next();
            constraints.add("UNIQUE (" + String.join(", ", names()) + ")");
        } else if (cursor.take("foreign", "key")) {
            var names = names();
            cursor.expect("references");
            constraints.add("FOREIGN KEY (" + String.join(", ", names) + ") REFERENCES " + reference());
        } else {
            return false;
        }
        return true;
    }

    private String reference() {
        var table = cursor.tableName();
        return cursor.isSymbol("(") ? table + " (" + String.join(", ", names()) + ")" : table.toString();
    }

    private List<String> names() {
        var names = new ArrayList<String>();
        cursor.expectSymbol("(");
        do {
            names.add(cursor.name());
        } while (cursor.takeSymbol(","));
        cursor.expectSymbol(")");
        return names;
    }

    private void attributes() {
        for (boolean more = true; more; ) {
            if (cursor.take("diststyle")) {
                distStyle = cursor.name().toUpperCase(Locale.ROOT);
                if (!List.of("AUTO", "EVEN", "KEY", "ALL").contains(distStyle)) {
                    throw new SqlFailure(
                            "syntax error at or near \"" + distStyle + "\": DISTSTYLE is AUTO, EVEN, KEY or ALL");
                }
            } else if (cursor.take("distkey")) {
                distKey = Optional.of(names().get(0));
            } else if (cursor.take("sortkey", "auto")) {
                continue;
            } else if (cursor.take("compound", "sortkey")
                    || cursor.take("interleaved", "sortkey")
                    || cursor.take("sortkey")) {
                sortKeys.addAll(names());
            } else if (cursor.take("backup")) {
                if (!cursor.take("yes")) {
                    cursor.expect("no");
                }
            } else if (!cursor.take("encode", "auto")) {
                more = false;
            }
        }
    }
}
