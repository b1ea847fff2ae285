package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.Token.Kind;
import dev.cuesheet.localaws.spi.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Translates queries and expressions from Redshift's dialect to DuckDB's.
 *
 * <p>It works on tokens grouped by parentheses, innermost first, and rewrites only what it knows to differ; all else
 * goes to DuckDB as it is and is judged there. What depends on types (division, averages, TRUNC) is left as a node of
 * its own for {@link TypedExpressions}, which asks DuckDB's binder.
 */
public final class Dialect {
    /** Words after which a parenthesis does not hold a function's arguments, or which cannot name a function. */
    private static final Set<String> NOT_FUNCTIONS = Set.of(
            "in",
            "and",
            "or",
            "not",
            "exists",
            "values",
            "over",
            "using",
            "on",
            "as",
            "any",
            "all",
            "some",
            "from",
            "join",
            "select",
            "where",
            "having",
            "by",
            "when",
            "then",
            "else",
            "case",
            "between",
            "like",
            "ilike",
            "limit",
            "union",
            "except",
            "intersect",
            "distinct",
            "group",
            "filter",
            "into",
            "table",
            "set",
            "with",
            "is",
            "end",
            "within");

    private static final Set<String> DUCKDB_KEYWORDS = Set.of(
            "at", "anti", "asof", "describe", "glob", "lambda", "map", "positional", "semi", "struct", "summarize");

    private static final Set<String> TYPED_FUNCTIONS = Set.of("avg", "trunc");
    private static final Set<String> BEFORE_TABLE_NAME =
            Set.of("into", "table", "update", "references", "join", "from");
    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", ">", "<=", ">=");

    private final Functions functions;

    private Dialect(Functions functions) {
        this.functions = functions;
    }

    /** Translates a query or a DML statement. */
    public static String statement(List<Token> tokens, SessionFacts facts, TypedExpressions.Types types) {
        return translate(tokens, new Functions(facts, false), types);
    }

    /** Translates a view's query or a column's default, which is kept and evaluated later. */
    public static String stored(List<Token> tokens, SessionFacts facts, TypedExpressions.Types types) {
        return translate(tokens, new Functions(facts, true), types);
    }

    private static String translate(List<Token> tokens, Functions functions, TypedExpressions.Types types) {
        var nodes = new Dialect(functions).level(Node.parse(tokens));
        return TypedExpressions.resolve(nodes, types);
    }

    /** One level of parentheses; what is inside deeper ones comes first. */
    private List<Node> level(List<Node> source) {
        var nodes = new ArrayList<>(SelectLists.named(source));
        nodes.replaceAll(node -> node instanceof Node.Group group ? new Node.Group(level(group.content())) : node);
        quoteForeignKeywords(nodes);
        SelectLists.topToLimit(nodes);
        trimComparedLiterals(nodes);
        for (int i = 0; i < nodes.size(); i++) {
            i = rewriteAt(nodes, i);
        }
        divisions(nodes);
        return nodes;
    }

    /** A column may be named by a word that is a keyword to DuckDB and nothing special to Redshift. */
    private static void quoteForeignKeywords(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            boolean timeZone = nodes.get(i).isWord("at")
                    && i + 1 < nodes.size()
                    && nodes.get(i + 1).isWord("time");
            if (nodes.get(i).isKind(Kind.WORD)
                    && DUCKDB_KEYWORDS.contains(nodes.get(i).text())
                    && !timeZone) {
                nodes.set(i, Node.of(Token.name(nodes.get(i).text())));
            }
        }
    }

    /** Rewrites what starts at the index and answers the index of its last node. */
    private int rewriteAt(List<Node> nodes, int i) {
        var node = nodes.get(i);
        if (node.isWord("minus") && isSetOperator(nodes, i)) {
            nodes.set(i, Node.word("except"));
        } else if (node.isWord("approximate")
                && i + 1 < nodes.size()
                && nodes.get(i + 1).isName()) {
            nodes.remove(i);
            return i - 1;
        } else if (node.isSymbol("::")) {
            return castOperator(nodes, i);
        } else if (node.isSymbol("~") && follows(nodes, i, Kind.STRING)) {
            nodes.set(i + 1, Node.of(Token.string("(?s).*(?:" + nodes.get(i + 1).text() + ").*")));
        } else if (node.isSymbol("!~") && follows(nodes, i, Kind.STRING)) {
            nodes.set(i + 1, Node.of(Token.string("(?s).*(?:" + nodes.get(i + 1).text() + ").*")));
        } else if (isCall(nodes, i)) {
            return call(nodes, i);
        } else if (node.isKind(Kind.WORD) && !isPartOfName(nodes, i)) {
            int at = i;
            return functions
                    .constant(node.text())
                    .map(sql -> replace(nodes, at, at + 1, sql))
                    .orElse(i);
        }
        return i;
    }

    private static boolean isSetOperator(List<Node> nodes, int i) {
        return i > 0
                && i + 1 < nodes.size()
                && (nodes.get(i + 1).isWord("select") || nodes.get(i + 1) instanceof Node.Group);
    }

    private static boolean follows(List<Node> nodes, int i, Kind kind) {
        return i + 1 < nodes.size() && nodes.get(i + 1).isKind(kind);
    }

    private static boolean isPartOfName(List<Node> nodes, int i) {
        return i > 0 && nodes.get(i - 1).isSymbol(".")
                || i + 1 < nodes.size() && nodes.get(i + 1).isSymbol(".");
    }

    static boolean isCall(List<Node> nodes, int i) {
        return i + 1 < nodes.size()
                && nodes.get(i + 1) instanceof Node.Group
                && nodes.get(i).isName()
                && !(nodes.get(i).isKind(Kind.WORD)
                        && NOT_FUNCTIONS.contains(nodes.get(i).text()))
                && !(i > 0
                        && nodes.get(i - 1).isKind(Kind.WORD)
                        && BEFORE_TABLE_NAME.contains(nodes.get(i - 1).text()));
    }

    private int call(List<Node> nodes, int i) {
        var name = nodes.get(i).text();
        var content = ((Node.Group) nodes.get(i + 1)).content();
        int start = i;
        if (i >= 2 && nodes.get(i - 1).isSymbol(".")) {
            if (!nodes.get(i - 2).isWord("pg_catalog")) {
                return i + 1;
            }
            start = i - 2;
        }
        int from = start;
        if (name.equals("cast")) {
            return replace(nodes, from, i + 2, cast(content));
        } else if (name.equals("convert") && Node.split(content).size() >= 2) {
            return replace(nodes, from, i + 2, convert(content));
        } else if (name.equals("extract")) {
            return replace(nodes, from, i + 2, extract(content));
        } else if (name.equals("listagg")) {
            return listagg(nodes, from, i, content);
        } else if (name.equals("ratio_to_report")) {
            return ratioToReport(nodes, from, i, content);
        } else if (TYPED_FUNCTIONS.contains(name) && Node.split(content).size() == 1) {
            int end = callEnd(nodes, i + 1);
            var suffix = List.copyOf(nodes.subList(i + 2, end + 1));
            return replace(nodes, from, end + 1, List.of(new Node.TypedCall(name, content, suffix)));
        }
        return functions
                .call(name, content)
                .map(sql -> replace(nodes, from, i + 2, sql))
                .orElse(i + 1);
    }

    private static int replace(List<Node> nodes, int from, int to, List<Node> by) {
        nodes.subList(from, to).clear();
        nodes.addAll(from, by);
        return from + by.size() - 1;
    }

    /** The index of the last node of a call whose argument group is at the index: FILTER, WITHIN GROUP and OVER belong to it. */
    static int callEnd(List<Node> nodes, int group) {
        int end = group;
        while (end + 2 < nodes.size() || end + 1 < nodes.size()) {
            var next = nodes.get(end + 1);
            boolean pair = end + 2 < nodes.size() && (nodes.get(end + 2) instanceof Node.Group || next.isWord("over"));
            if ((next.isWord("filter") || next.isWord("over")) && pair) {
                end += 2;
            } else if (next.isWord("within")
                    && end + 3 < nodes.size()
                    && nodes.get(end + 2).isWord("group")) {
                end += 3;
            } else if ((next.isWord("ignore") || next.isWord("respect"))
                    && end + 2 < nodes.size()
                    && nodes.get(end + 2).isWord("nulls")) {
                end += 2;
            } else {
                return end;
            }
        }
        return end;
    }

    // ---- casts

    private static List<Node> cast(List<Node> content) {
        for (int i = content.size() - 1; i > 0; i--) {
            if (content.get(i).isWord("as")) {
                return cast(content.subList(0, i), content.subList(i + 1, content.size()));
            }
        }
        throw new SqlFailure("syntax error at or near \"cast\"");
    }

    private static List<Node> convert(List<Node> content) {
        int comma = 0;
        while (!content.get(comma).isSymbol(",")) {
            comma++;
        }
        return cast(content.subList(comma + 1, content.size()), content.subList(0, comma));
    }

    private static int castOperator(List<Node> nodes, int i) {
        int start = Operands.startOf(nodes, i - 1);
        int end = typeEnd(nodes, i + 1);
        var cast = cast(nodes.subList(start, i), nodes.subList(i + 1, end));
        return replace(nodes, start, end, List.copyOf(cast));
    }

    private static int typeEnd(List<Node> nodes, int i) {
        if (i >= nodes.size() || !nodes.get(i).isName()) {
            throw new SqlFailure("syntax error at or near \"::\"");
        }
        int end = i + 1;
        var first = nodes.get(i).text();
        if (end < nodes.size()
                && (first.equals("double") && nodes.get(end).isWord("precision")
                        || nodes.get(end).isWord("varying"))) {
            end++;
        }
        boolean zone = (first.equals("timestamp") || first.equals("time"))
                && end + 2 < nodes.size()
                && (nodes.get(end).isWord("with") || nodes.get(end).isWord("without"))
                && nodes.get(end + 1).isWord("time");
        if (zone) {
            return end + 3;
        }
        return end < nodes.size() && nodes.get(end) instanceof Node.Group ? end + 1 : end;
    }

    /** An explicit cast to text of a given length cuts what is too long; DuckDB would keep it. */
    private static List<Node> cast(List<Node> operand, List<Node> typeNodes) {
        var cursor = new TokenCursor(Tokenizer.tokens(Sql.ofNodes(typeNodes)));
        if (cursor.isWord("interval") || cursor.isWord("json")) {
            return Template.fill("CAST(:a AS " + Sql.ofNodes(typeNodes) + ")", operand);
        }
        boolean sized = typeNodes.get(typeNodes.size() - 1) instanceof Node.Group;
        var type = RedshiftType.parse(cursor);
        cursor.expectEnd();
        if (type.isText() && (sized || type.base() == RedshiftType.Base.CHAR)) {
            return Template.fill("left(CAST(:a AS VARCHAR), " + type.length() + ")", operand);
        }
        return Template.fill("CAST(:a AS " + type.duckDb() + ")", operand);
    }

    // ---- particular functions

    private static List<Node> extract(List<Node> content) {
        if (content.size() < 3 || !content.get(1).isWord("from")) {
            throw new SqlFailure("syntax error at or near \"extract\"");
        }
        var part = DateParts.get(content.get(0).text());
        return Template.fill("date_part('" + part + "', CAST(:a AS TIMESTAMP))", content.subList(2, content.size()));
    }

    private static int listagg(List<Node> nodes, int from, int i, List<Node> content) {
        var arguments = Node.split(content);
        boolean distinct = content.get(0).isWord("distinct");
        var value = distinct ? arguments.get(0).subList(1, arguments.get(0).size()) : arguments.get(0);
        var separator = arguments.size() > 1 ? arguments.get(1) : List.of(Node.of(Token.string("")));
        var order = new ArrayList<Node>();
        int end = i + 2;
        if (end + 2 < nodes.size()
                && nodes.get(end).isWord("within")
                && nodes.get(end + 2) instanceof Node.Group group) {
            order.addAll(group.content());
            end += 3;
        }
        var inside = new ArrayList<Node>();
        if (distinct) {
            inside.add(Node.word("distinct"));
        }
        inside.addAll(Template.fill("CAST(:a AS VARCHAR), :b", value, separator));
        inside.addAll(order);
        return replace(nodes, from, end, List.of(Node.word("string_agg"), new Node.Group(inside)));
    }

    private static int ratioToReport(List<Node> nodes, int from, int i, List<Node> content) {
        int end = callEnd(nodes, i + 1);
        var over = List.copyOf(nodes.subList(i + 2, end + 1));
        var sum = new ArrayList<>(Template.fill("CAST(sum(:a) AS DOUBLE)", content));
        if (!over.isEmpty()) {
            sum = new ArrayList<>(Template.fill("sum(CAST(:a AS DOUBLE))", content));
            sum.addAll(over);
        }
        return replace(nodes, from, end + 1, Template.fill("(CAST(:a AS DOUBLE) / :b)", content, sum));
    }

    // ---- operators

    /** Trailing blanks do not matter when text is compared. */
    private static void trimComparedLiterals(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            var node = nodes.get(i);
            boolean compared =
                    i > 0 && isComparison(nodes.get(i - 1)) || i + 1 < nodes.size() && isComparison(nodes.get(i + 1));
            if (compared && node.isKind(Kind.STRING)) {
                nodes.set(i, Node.of(Token.string(node.text().stripTrailing())));
            } else if (node instanceof Node.Group group
                    && i > 0
                    && nodes.get(i - 1).isWord("in")) {
                nodes.set(
                        i,
                        new Node.Group(group.content().stream()
                                .map(item -> item.isKind(Kind.STRING)
                                        ? Node.of(Token.string(item.text().stripTrailing()))
                                        : item)
                                .toList()));
            }
        }
    }

    private static boolean isComparison(Node node) {
        return node.isKind(Kind.SYMBOL) && COMPARISONS.contains(node.text());
    }

    /** {@code *} and {@code /} bind from left to right, so a division's left side is the whole product before it. */
    private static void divisions(List<Node> nodes) {
        for (int i = 1; i < nodes.size() - 1; i++) {
            if (nodes.get(i).isSymbol("/")) {
                int start = Operands.startOf(nodes, i - 1);
                while (start >= 2 && Operands.isMultiplicative(nodes.get(start - 1))) {
                    start = Operands.startOf(nodes, start - 2);
                }
                int end = Operands.endOf(nodes, i + 1) + 1;
                var division =
                        new Node.Division(List.copyOf(nodes.subList(start, i)), List.copyOf(nodes.subList(i + 1, end)));
                i = replace(nodes, start, end, List.of(division));
            }
        }
    }
}
