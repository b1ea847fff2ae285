package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The differences that lie in a SELECT list: the names of unnamed columns, and TOP. */
final class SelectLists {
    private static final Set<String> AFTER_LIST = Set.of(
            "from",
            "where",
            "group",
            "having",
            "order",
            "limit",
            "offset",
            "union",
            "except",
            "minus",
            "intersect",
            "into",
            "qualify",
            "window");
    private static final Set<String> NOT_A_NAME = Set.of("exists", "not", "in", "case", "interval");

    private SelectLists() {}

    /** Gives calls and casts in SELECT lists the names that Redshift gives them: the function's, the cast column's. */
    static List<Node> named(List<Node> nodes) {
        var out = new ArrayList<Node>();
        for (int i = 0; i < nodes.size(); i++) {
            out.add(nodes.get(i));
            if (!nodes.get(i).isWord("select")) {
                continue;
            }
            int end = i + 1;
            while (end < nodes.size()
                    && !(nodes.get(end).isKind(Kind.WORD)
                            && AFTER_LIST.contains(nodes.get(end).text()))) {
                end++;
            }
            var items = Node.split(nodes.subList(i + 1, end));
            for (int item = 0; item < items.size(); item++) {
                if (item > 0) {
                    out.add(Node.symbol(","));
                }
                out.addAll(named(items.get(item), item == 0));
            }
            i = end - 1;
        }
        return out;
    }

    private static List<Node> named(List<Node> item, boolean first) {
        int start = 0;
        if (first) {
            while (start < item.size()
                    && (item.get(start).isWord("distinct") || item.get(start).isWord("all"))) {
                start++;
            }
            if (start + 1 < item.size() && item.get(start).isWord("top")) {
                start += 2;
            }
        }
        if (start < item.size() && item.get(start).isWord("approximate")) {
            start++;
        }
        int name = start;
        while (name + 2 < item.size()
                && item.get(name).isName()
                && item.get(name + 1).isSymbol(".")) {
            name += 2;
        }
        boolean call = name + 1 < item.size()
                && Dialect.isCall(item, name)
                && !NOT_A_NAME.contains(item.get(name).text())
                && Dialect.callEnd(item, name + 1) == item.size() - 1;
        boolean castColumn = name + 2 < item.size()
                && item.get(name).isName()
                && item.get(name + 1).isSymbol("::")
                && isType(item.subList(name + 2, item.size()));
        if (!call && !castColumn) {
            return item;
        }
        var named = new ArrayList<>(item);
        named.add(Node.word("as"));
        named.add(Node.of(Token.name(item.get(name).text())));
        return named;
    }

    private static boolean isType(List<Node> nodes) {
        return nodes.size() == 1 || nodes.size() == 2 && nodes.get(1) instanceof Node.Group;
    }

    /** {@code SELECT TOP n ...} becomes {@code SELECT ... LIMIT n}. */
    static void topToLimit(List<Node> nodes) {
        for (int i = 0; i + 2 < nodes.size(); i++) {
            if (nodes.get(i).isWord("select")) {
                int top =
                        nodes.get(i + 1).isWord("distinct") || nodes.get(i + 1).isWord("all") ? i + 2 : i + 1;
                boolean count = top + 1 < nodes.size()
                        && (nodes.get(top + 1).isKind(Kind.NUMBER) || nodes.get(top + 1) instanceof Node.Group);
                if (nodes.get(top).isWord("top") && count) {
                    var limit = nodes.get(top + 1);
                    nodes.subList(top, top + 2).clear();
                    nodes.add(Node.word("limit"));
                    nodes.add(limit);
                    return;
                }
            }
        }
    }
}
