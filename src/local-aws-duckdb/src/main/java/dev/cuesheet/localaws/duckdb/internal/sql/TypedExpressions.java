package dev.cuesheet.localaws.duckdb.internal.sql;

import dev.cuesheet.localaws.duckdb.internal.sql.RedshiftType.Base;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Arithmetic whose result type hangs on its operands' types.
 *
 * <p>DuckDB divides decimals as doubles and averages everything as a double; Redshift divides and averages exactly, and
 * integers to integers. The types are known to DuckDB's binder alone, so each such expression is put to it, innermost
 * first, in the place where it stands ({@link Types}), and then written out in arithmetic that is exact.
 */
public final class TypedExpressions {
    private static final int MAX_PRECISION = 38;

    /** Tells the types of expressions in their place. */
    @FunctionalInterface
    public interface Types {
        /**
         * DuckDB's types of the arguments of the one call to {@link #PROBE} in the statement; empty when the statement
         * does not bind for another reason, which running it will report.
         */
        Optional<List<String>> ofProbe(String sql);
    }

    /** A function that exists, but never with two arguments: its refusal names their types. */
    public static final String PROBE = "array_slice";

    private final Map<Node, List<Node>> resolved = new IdentityHashMap<>();
    private final List<Node> statement;
    private final Types types;

    private TypedExpressions(List<Node> statement, Types types) {
        this.statement = statement;
        this.types = types;
    }

    static String resolve(List<Node> statement, Types types) {
        var expressions = new TypedExpressions(statement, types);
        expressions.resolveAll(statement);
        return Sql.ofNodes(expressions.expand(statement, null));
    }

    private void resolveAll(List<Node> nodes) {
        for (var node : nodes) {
            if (node instanceof Node.Group group) {
                resolveAll(group.content());
            } else if (node instanceof Node.Division division) {
                resolveAll(division.left());
                resolveAll(division.right());
                resolved.put(division, resolve(division));
            } else if (node instanceof Node.TypedCall call) {
                resolveAll(call.arguments());
                resolveAll(call.suffix());
                resolved.put(call, resolve(call));
            }
        }
    }

    private List<Node> resolve(Node.Division division) {
        var left = expand(division.left(), null);
        var right = expand(division.right(), null);
        return typesOf(division)
                .map(types -> divide(left, operand(types.get(0)), right, operand(types.get(1))))
                .orElseGet(() -> plain(left, right));
    }

    private List<Node> resolve(Node.TypedCall call) {
        var types = typesOf(call);
        var suffix = expand(call.suffix(), null);
        var arguments = expand(call.arguments(), null);
        if (call.name().equals("trunc")) {
            boolean time = types.filter(found -> isTime(found.get(0))).isPresent();
            return time ? Template.fill("CAST(:a AS DATE)", arguments) : Template.fill("trunc(:a)", arguments);
        }
        var type = types.map(found -> operand(found.get(0))).orElse(Operand.OTHER);
        return switch (type.kind()) {
            case INTEGER -> List.of(new Node.Group(average(arguments, suffix)));
            case DECIMAL -> averageOfDecimals(arguments, suffix, type.scale());
            case FLOAT, OTHER -> over(Template.fill("avg(:all)", arguments), suffix);
        };
    }

    private Optional<List<String>> typesOf(Node node) {
        return types.ofProbe(Sql.ofNodes(expand(statement, node)));
    }

    // ---- exact arithmetic

    private static List<Node> divide(List<Node> left, Operand a, List<Node> right, Operand b) {
        if (a.kind() == Kind.OTHER || b.kind() == Kind.OTHER) {
            return plain(left, right);
        }
        boolean exact = a.kind() != Kind.FLOAT && b.kind() != Kind.FLOAT;
        if (!exact || a.kind() == Kind.INTEGER && b.kind() == Kind.INTEGER) {
            return Template.fill("(CASE WHEN :b = 0 THEN error('Divide by zero') ELSE :a / :b END)", left, right);
        }
        int scale = Math.max(4, a.scale() + b.precision() - b.scale() + 1);
        int precision = a.precision() - a.scale() + b.scale() + scale;
        if (precision > MAX_PRECISION) {
            scale = Math.max(4, Math.min(scale, MAX_PRECISION + scale - precision));
            precision = MAX_PRECISION;
        }
        // Both sides as whole numbers, the left one raised so that the quotient has the scale that is wanted.
        int shift = scale - a.scale() + b.scale();
        var whole = Template.fill(
                "(CASE WHEN :b = 0 THEN error('Divide by zero') ELSE CAST(:c * " + powerOfTen(a.scale() + shift)
                        + " AS HUGEINT) / CAST(:d * " + powerOfTen(b.scale()) + " AS HUGEINT) END)",
                left,
                right,
                asDecimal(left, a),
                asDecimal(right, b));
        return scaled(whole, precision, scale);
    }

    private static List<Node> asDecimal(List<Node> operand, Operand type) {
        return type.kind() == Kind.INTEGER ? Template.fill("CAST(:a AS DECIMAL(19,0))", operand) : operand;
    }

    private static List<Node> averageOfDecimals(List<Node> arguments, List<Node> suffix, int scale) {
        var sum = over(Template.fill("sum(:all)", arguments), suffix);
        var count = over(Template.fill("count(:all)", arguments), suffix);
        var whole = Template.fill("(CAST(:a * " + powerOfTen(scale) + " AS HUGEINT) / :b)", sum, count);
        return scaled(whole, MAX_PRECISION, scale);
    }

    private static List<Node> average(List<Node> arguments, List<Node> suffix) {
        var sum = over(Template.fill("sum(:all)", arguments), suffix);
        var count = over(Template.fill("count(:all)", arguments), suffix);
        return Template.fill("CAST(:a / :b AS BIGINT)", sum, count);
    }

    private static List<Node> scaled(List<Node> whole, int precision, int scale) {
        var unit =
                scale == 0 ? "1" : "CAST('0." + "0".repeat(scale - 1) + "1' AS DECIMAL(" + scale + "," + scale + "))";
        int wholePrecision = MAX_PRECISION - scale;
        return Template.fill(
                "CAST(CAST(:a AS DECIMAL(" + wholePrecision + ",0)) * " + unit + " AS DECIMAL(" + precision + ","
                        + scale + "))",
                whole);
    }

    /** A power of ten that keeps a product exact: a decimal without scale. */
    private static String powerOfTen(int exponent) {
        return "CAST('1" + "0".repeat(exponent) + "' AS DECIMAL(" + (exponent + 1) + ",0))";
    }

    private static List<Node> plain(List<Node> left, List<Node> right) {
        return Template.fill("(:a / :b)", left, right);
    }

    private static List<Node> over(List<Node> call, List<Node> suffix) {
        var out = new ArrayList<>(call);
        out.addAll(suffix);
        return out;
    }

    // ---- text with holes filled

    /** The nodes with everything resolved written out; the probed node, if any, as a call that tells its types. */
    private List<Node> expand(List<Node> nodes, @org.jspecify.annotations.Nullable Node probed) {
        var out = new ArrayList<Node>();
        for (var node : nodes) {
            if (node instanceof Node.Group group) {
                out.add(new Node.Group(expand(group.content(), probed)));
            } else if (node instanceof Node.Division division) {
                out.addAll(expand(division, probed));
            } else if (node instanceof Node.TypedCall call) {
                out.addAll(expand(call, probed));
            } else {
                out.add(node);
            }
        }
        return out;
    }

    private List<Node> expand(Node.Division division, @org.jspecify.annotations.Nullable Node probed) {
        var written = resolved.get(division);
        if (written != null) {
            return written;
        }
        var left = expand(division.left(), probed);
        var right = expand(division.right(), probed);
        return division == probed ? Template.fill(PROBE + "(:a, :b)", left, right) : plain(left, right);
    }

    private List<Node> expand(Node.TypedCall call, @org.jspecify.annotations.Nullable Node probed) {
        var written = resolved.get(call);
        if (written != null) {
            return written;
        }
        var arguments = expand(call.arguments(), probed);
        if (call == probed) {
            boolean distinct = arguments.get(0).isWord("distinct");
            return Template.fill(PROBE + "(:a, 0)", distinct ? arguments.subList(1, arguments.size()) : arguments);
        }
        return over(Template.fill(call.name() + "(:all)", arguments), expand(call.suffix(), probed));
    }

    // ---- types

    private enum Kind {
        INTEGER,
        DECIMAL,
        FLOAT,
        OTHER
    }

    private record Operand(Kind kind, int precision, int scale) {
        static final Operand OTHER = new Operand(Kind.OTHER, 0, 0);
    }

    private static boolean isTime(String type) {
        return type.startsWith("TIMESTAMP") || type.equals("DATE");
    }

    /** What a DuckDB type is in Redshift's arithmetic: an integer counts as a decimal of as many digits as it may have. */
    private static Operand operand(String type) {
        return switch (type) {
            case "TINYINT", "SMALLINT" -> new Operand(Kind.INTEGER, 5, 0);
            case "INTEGER", "INTEGER_LITERAL" -> new Operand(Kind.INTEGER, 10, 0);
            case "BIGINT", "HUGEINT" -> new Operand(Kind.INTEGER, 19, 0);
            case "FLOAT", "DOUBLE" -> new Operand(Kind.FLOAT, 0, 0);
            default -> {
                if (!type.startsWith("DECIMAL(")) {
                    yield Operand.OTHER;
                }
                var decimal = RedshiftType.fromDisplay(type);
                yield decimal.base() == Base.DECIMAL
                        ? new Operand(Kind.DECIMAL, decimal.length(), decimal.scale())
                        : Operand.OTHER;
            }
        };
    }
}
