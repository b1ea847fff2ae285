package dev.cuesheet.localaws.duckdb.internal.sql;

import java.util.List;

/** Writes names, literals and token lists as DuckDB reads them. */
public final class Sql {
    private Sql() {}

    /** The name in double quotes. */
    public static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The text as a literal. DuckDB gives backslashes no meaning, so a doubled quote is all that can end it. */
    public static String literal(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }

    public static String of(List<Token> tokens) {
        var out = new StringBuilder();
        for (var token : tokens) {
            space(out);
            token.writeTo(out);
        }
        return out.toString();
    }

    static String ofNodes(List<Node> nodes) {
        var out = new StringBuilder();
        write(nodes, out);
        return out.toString();
    }

    private static void write(List<Node> nodes, StringBuilder out) {
        for (var node : nodes) {
            space(out);
            if (node instanceof Node.Leaf leaf) {
                leaf.token().writeTo(out);
            } else if (node instanceof Node.Group group) {
                out.append('(');
                write(group.content(), out);
                out.append(')');
            } else {
                throw new IllegalStateException("Untranslated expression: " + node);
            }
        }
    }

    private static void space(StringBuilder out) {
        if (out.length() > 0 && out.charAt(out.length() - 1) != '(') {
            out.append(' ');
        }
    }
}
