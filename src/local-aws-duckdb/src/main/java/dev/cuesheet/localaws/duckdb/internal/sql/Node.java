package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * SQL as far as a translation needs its structure: tokens, and what stands between parentheses as one piece. Words and
 * operators stay in a flat list, so text that this dialect does not know passes through untouched.
 */
sealed interface Node {

    /** A single token. */
    record Leaf(Token token) implements Node {}

    /** What stands between a pair of parentheses. */
    record Group(List<Node> content) implements Node {}

    /** {@code left / right}, whose meaning hangs on the types of both sides. */
    record Division(List<Node> left, List<Node> right) implements Node {}

    /** {@code name(arguments)} with what follows it (FILTER, OVER), of a function whose result type depends on its argument's. */
    record TypedCall(String name, List<Node> arguments, List<Node> suffix) implements Node {}

    static Node of(Token token) {
        return new Leaf(token);
    }

    static Node word(String text) {
        return new Leaf(Token.word(text));
    }

    static Node symbol(String text) {
        return new Leaf(Token.symbol(text));
    }

    static List<Node> parse(List<Token> tokens) {
        var stack = new ArrayList<List<Node>>();
        stack.add(new ArrayList<>());
        for (var token : tokens) {
            if (token.isSymbol("(")) {
                stack.add(new ArrayList<>());
            } else if (token.isSymbol(")")) {
                if (stack.size() == 1) {
                    throw new SqlFailure("syntax error at or near \")\" at position " + (token.position() + 1));
                }
                var content = stack.remove(stack.size() - 1);
                stack.get(stack.size() - 1).add(new Group(content));
            } else {
                stack.get(stack.size() - 1).add(new Leaf(token));
            }
        }
        if (stack.size() > 1) {
            throw new SqlFailure("syntax error at end of input: a parenthesis is not closed");
        }
        return stack.get(0);
    }

    /** The list cut at the commas of its own level; an empty list has no parts. */
    static List<List<Node>> split(List<Node> nodes) {
        if (nodes.isEmpty()) {
            return List.of();
        }
        var parts = new ArrayList<List<Node>>();
        var part = new ArrayList<Node>();
        for (var node : nodes) {
            if (node.isSymbol(",")) {
                parts.add(part);
                part = new ArrayList<>();
            } else {
                part.add(node);
            }
        }
        parts.add(part);
        return parts;
    }

    default boolean isWord(String word) {
        return this instanceof Leaf leaf && leaf.token().isWord(word);
    }

    default boolean isSymbol(String symbol) {
        return this instanceof Leaf leaf && leaf.token().isSymbol(symbol);
    }

    default boolean isName() {
        return this instanceof Leaf leaf && leaf.token().isName();
    }

    default boolean isKind(Token.Kind kind) {
        return this instanceof Leaf leaf && leaf.token().kind() == kind;
    }

    /** The token's text; empty for a group. */
    default String text() {
        return this instanceof Leaf leaf ? leaf.token().text() : "";
    }
}
