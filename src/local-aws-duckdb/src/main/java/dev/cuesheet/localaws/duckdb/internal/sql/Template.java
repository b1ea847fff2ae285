package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** DuckDB's SQL with holes: {@code :a}, {@code :b} ... take one expression each, {@code :all} a whole argument list. */
final class Template {
    private Template() {}

    @SafeVarargs
    @SuppressWarnings("varargs")
    static List<Node> fill(String template, List<Node>... holes) {
        return fill(Node.parse(Tokenizer.tokens(template)), holes);
    }

    private static List<Node> fill(List<Node> template, List<Node>[] holes) {
        var filled = new ArrayList<Node>();
        for (var node : template) {
            if (node instanceof Node.Group group) {
                filled.add(new Node.Group(fill(group.content(), holes)));
            } else if (!node.isKind(Kind.PARAMETER)) {
                filled.add(node);
            } else if (node.text().equals("all")) {
                filled.addAll(holes[0]);
            } else {
                filled.add(operand(holes[node.text().charAt(0) - 'a']));
            }
        }
        return filled;
    }

    private static Node operand(List<Node> expression) {
        return expression.size() == 1 && expression.get(0) instanceof Node.Leaf leaf
                ? leaf
                : new Node.Group(List.copyOf(expression));
    }
}
