package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.List;
import java.util.Set;

/** Finds where the operand beside an operator begins and ends. */
final class Operands {
    private static final Set<String> LITERAL_TYPES = Set.of("date", "time", "timestamp", "timestamptz", "interval");

    private Operands() {}

    static boolean isMultiplicative(Node node) {
        return node.isSymbol("*") || node.isSymbol("/") || node.isSymbol("%");
    }

    /** The index of the first node of the operand whose last node is at the index. */
    static int startOf(List<Node> nodes, int last) {
        if (last < 0) {
            throw new SqlFailure("syntax error: an operator has no left side");
        }
        var node = nodes.get(last);
        if (node instanceof Node.Group) {
            return startOfGroup(nodes, last);
        } else if (node.isWord("end")) {
            return startOfCase(nodes, last);
        } else if (node.isKind(Kind.STRING)
                && last > 0
                && LITERAL_TYPES.contains(nodes.get(last - 1).text())) {
            return last - 1;
        } else if (node.isName() && last >= 1 && nodes.get(last - 1).isWord("over")) {
            return startOf(nodes, last - 2);
        }
        return startOfName(nodes, last);
    }

    private static int startOfName(List<Node> nodes, int last) {
        int start = last;
        while (start >= 2
                && nodes.get(start).isName()
                && nodes.get(start - 1).isSymbol(".")
                && nodes.get(start - 2).isName()) {
            start -= 2;
        }
        return start;
    }

    private static int startOfGroup(List<Node> nodes, int last) {
        if (last >= 1
                && (nodes.get(last - 1).isWord("over") || nodes.get(last - 1).isWord("filter"))) {
            return startOf(nodes, last - 2);
        } else if (last >= 2
                && nodes.get(last - 1).isWord("group")
                && nodes.get(last - 2).isWord("within")) {
            return startOf(nodes, last - 3);
        } else if (last >= 1 && Dialect.isCall(nodes, last - 1)) {
            return startOfName(nodes, last - 1);
        }
        return last;
    }

    private static int startOfCase(List<Node> nodes, int last) {
        int depth = 0;
        for (int i = last; i >= 0; i--) {
            if (nodes.get(i).isWord("end")) {
                depth++;
            } else if (nodes.get(i).isWord("case") && --depth == 0) {
                return i;
            }
        }
        throw new SqlFailure("syntax error at or near \"end\"");
    }

    /** The index of the last node of the operand whose first node is at the index. */
    static int endOf(List<Node> nodes, int first) {
        int at = first;
        while (at < nodes.size()
                && (nodes.get(at).isSymbol("-") || nodes.get(at).isSymbol("+"))) {
            at++;
        }
        if (at >= nodes.size()) {
            throw new SqlFailure("syntax error: an operator has no right side");
        }
        if (nodes.get(at).isWord("case")) {
            return endOfCase(nodes, at);
        }
        while (at + 2 < nodes.size()
                && nodes.get(at).isName()
                && nodes.get(at + 1).isSymbol(".")) {
            at += 2;
        }
        return Dialect.isCall(nodes, at) ? Dialect.callEnd(nodes, at + 1) : at;
    }

    private static int endOfCase(List<Node> nodes, int first) {
        int depth = 0;
        for (int i = first; i < nodes.size(); i++) {
            if (nodes.get(i).isWord("case")) {
                depth++;
            } else if (nodes.get(i).isWord("end") && --depth == 0) {
                return i;
            }
        }
        throw new SqlFailure("syntax error at or near \"case\"");
    }
}
