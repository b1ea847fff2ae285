package dev.cuesheet.localaws.internal.glue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The {@code Expression} of GetPartitions: comparisons of partition keys with literals, {@code IN}, {@code BETWEEN},
 * {@code LIKE}, {@code AND}, {@code OR}, {@code NOT} and parentheses, as in a WHERE clause.
 */
final class PartitionFilter {
    private static final Pattern TOKEN = Pattern.compile("\\s*(?:('(?:[^']|'')*')|(\"[^\"]*\"|`[^`]*`|[A-Za-z_][\\w]*)"
            + "|(-?\\d+(?:\\.\\d+)?)|(<>|!=|<=|>=|[=<>(),]))");
    private static final Set<String> NUMERIC = Set.of("tinyint", "smallint", "int", "bigint", "long", "decimal");

    private final List<String> tokens = new ArrayList<>();
    private final List<String> keys = new ArrayList<>();
    private final List<Boolean> numeric = new ArrayList<>();
    private int position;

    /** What a filter says of a partition's values. */
    @FunctionalInterface
    interface Test {
        boolean accepts(List<String> values);
    }

    private PartitionFilter(String expression, JsonNode partitionKeys) {
        for (var key : partitionKeys) {
            keys.add(key.path("Name").asString().toLowerCase(Locale.ROOT));
            numeric.add(NUMERIC.contains(
                    key.path("Type").asString("string").toLowerCase(Locale.ROOT).replaceAll("\\(.*", "")));
        }
        var matcher = TOKEN.matcher(expression);
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            tokens.add(token(matcher));
            end = matcher.end();
        }
        if (!expression.substring(end).isBlank()) {
            throw GlueErrors.invalidInput("Invalid partition expression at \""
                    + expression.substring(end).strip() + "\".");
        }
    }

    private static String token(Matcher matcher) {
        return matcher.group().strip();
    }

    /** @throws dev.cuesheet.localaws.internal.wire.AwsError when the expression is none or names an unknown key */
    static Test parse(String expression, JsonNode partitionKeys) {
        if (expression.isBlank()) {
            return values -> true;
        }
        var parser = new PartitionFilter(expression, partitionKeys);
        var test = parser.or();
        if (parser.position < parser.tokens.size()) {
            throw parser.unexpected();
        }
        return test;
    }

    private Test or() {
        var left = and();
        while (skip("OR")) {
            var first = left;
            var right = and();
            left = values -> first.accepts(values) || right.accepts(values);
        }
        return left;
    }

    private Test and() {
        var left = not();
        while (skip("AND")) {
            var first = left;
            var right = not();
            left = values -> first.accepts(values) && right.accepts(values);
        }
        return left;
    }

    private Test not() {
        if (skip("NOT")) {
            var inner = not();
            return values -> !inner.accepts(values);
        }
        if (skip("(")) {
            var inner = or();
            expect(")");
            return inner;
        }
        return comparison();
    }

    private Test comparison() {
        int key = key(next());
        boolean negated = skip("NOT");
        Test test;
        if (skip("IN")) {
            test = in(key);
        } else if (skip("BETWEEN")) {
            var low = literal();
            expect("AND");
            var high = literal();
            test = values -> compare(key, values, low) >= 0 && compare(key, values, high) <= 0;
        } else if (skip("LIKE")) {
            var pattern = like(literal());
            test = values -> pattern.matcher(values.get(key)).matches();
        } else {
            test = comparison(key, next(), literal());
        }
        return negated ? values -> !test.accepts(values) : test;
    }

    private Test in(int key) {
        expect("(");
        var wanted = new ArrayList<String>();
        do {
            wanted.add(literal());
        } while (skip(","));
        expect(")");
        return values -> wanted.stream().anyMatch(literal -> compare(key, values, literal) == 0);
    }

    private Test comparison(int key, String operator, String literal) {
        return switch (operator) {
            case "=" -> values -> compare(key, values, literal) == 0;
            case "<>", "!=" -> values -> compare(key, values, literal) != 0;
            case "<" -> values -> compare(key, values, literal) < 0;
            case "<=" -> values -> compare(key, values, literal) <= 0;
            case ">" -> values -> compare(key, values, literal) > 0;
            case ">=" -> values -> compare(key, values, literal) >= 0;
            default -> throw unexpected();
        };
    }

    private int compare(int key, List<String> values, String literal) {
        var value = values.get(key);
        if (Boolean.TRUE.equals(numeric.get(key))) {
            try {
                return new BigDecimal(value).compareTo(new BigDecimal(literal));
            } catch (NumberFormatException e) {
                // A value that is no number compares as text, as it would in a query over the folder's name.
            }
        }
        return value.compareTo(literal);
    }

    private static Pattern like(String literal) {
        var regex = new StringBuilder();
        for (char c : literal.toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private int key(String token) {
        var name = token.replaceAll("[\"`]", "").toLowerCase(Locale.ROOT);
        int index = keys.indexOf(name);
        if (index < 0) {
            throw GlueErrors.invalidInput("Unknown column '" + name + "' in partition expression.");
        }
        return index;
    }

    private String literal() {
        var token = next();
        if (token.startsWith("'")) {
            return token.substring(1, token.length() - 1).replace("''", "'");
        }
        if (!Character.isDigit(token.charAt(token.length() - 1))) {
            position--;
            throw unexpected();
        }
        return token;
    }

    private String next() {
        if (position >= tokens.size()) {
            throw unexpected();
        }
        return tokens.get(position++);
    }

    private boolean skip(String word) {
        if (position < tokens.size() && tokens.get(position).equalsIgnoreCase(word)) {
            position++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!skip(word)) {
            throw unexpected();
        }
    }

    private RuntimeException unexpected() {
        return GlueErrors.invalidInput("Invalid partition expression at "
                + (position < tokens.size() ? "\"" + tokens.get(position) + "\"" : "its end") + ".");
    }
}
