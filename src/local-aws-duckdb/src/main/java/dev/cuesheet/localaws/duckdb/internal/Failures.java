package dev.cuesheet.localaws.duckdb.internal;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in Redshift's words what DuckDB says in its own. */
public final class Failures {
    private record Rule(Pattern pattern, String message) {}

    private static final List<Rule> RULES = List.of(
            rule("Catalog Error: Table with name (\\S+) does not exist.*", "relation \"$1\" does not exist"),
            rule("Catalog Error: Table with name \"(.+?)\" already exists.*", "Relation \"$1\" already exists"),
            rule("Catalog Error: View with name \"(.+?)\" already exists.*", "Relation \"$1\" already exists"),
            rule("Catalog Error: Schema with name \"?(.+?)\"? already exists.*", "Schema \"$1\" already exists"),
            rule("Catalog Error: Schema with name (\\S+) does not exist.*", "schema \"$1\" does not exist"),
            rule("Binder Error: Catalog \"(.+?)\" does not exist.*", "schema \"$1\" does not exist"),
            rule("Catalog Error: \\w+ Function with name \"?(\\S+?)\"? does not exist.*", "function $1 does not exist"),
            rule("Catalog Error: Type with name (\\S+) does not exist.*", "type \"$1\" does not exist"),
            rule("Binder Error: Referenced column \"(.+?)\" (?:was )?not found.*", "column \"$1\" does not exist"),
            rule(
                    "Binder Error: Table \"?(.+?)\"? does not have a column (?:named|with name) \"(.+?)\".*",
                    "column \"$2\" of relation \"$1\" does not exist"),
            rule(
                    "Binder Error: Values list \"(.+?)\" does not have a column named \"(.+?)\".*",
                    "column $1.$2 does not exist"),
            rule(
                    "Binder Error: column \"?(.+?)\"? must appear in the GROUP BY clause.*",
                    "column \"$1\" must appear in the GROUP BY clause or be used in an aggregate function"),
            rule("Parser Error: syntax error at or near \"(.*?)\".*", "syntax error at or near \"$1\""),
            rule("Parser Error: syntax error at end of input.*", "syntax error at end of input"),
            rule(
                    "Constraint Error: NOT NULL constraint failed: \\S+?\\.?([^.\\s]+)$",
                    "Cannot insert a NULL value into column $1"),
            rule(
                    "Constraint Error: CHECK constraint failed on table .*strlen\\(\"?(.+?)\"?\\) <= (\\d+).*",
                    "value too long for type character varying($2) in column \"$1\""),
            rule(
                    "Conversion Error: Could not convert string '(.*?)' to (?:INT|UINT)\\d+.*",
                    "invalid input syntax for integer: \"$1\""),
            rule(
                    "Conversion Error: Could not convert string \"?'?(.*?)'?\"? to DECIMAL.*",
                    "invalid input syntax for type numeric: \"$1\""),
            rule(
                    "Conversion Error: (?:invalid )?date field value out of range: \"(.*?)\".*",
                    "date/time field value out of range: \"$1\""),
            rule("Conversion Error: (?:Casting value|Type) .* out of range.*", "Value out of range"),
            rule("(?:Conversion|Out of Range) Error: Overflow in (\\w+).*", "Numeric data overflow ($1)"),
            rule(
                    "TransactionContext Error: (?:Failed to commit: )?.*[Cc]onflict.*",
                    "1023 DETAIL: Serializable isolation violation on table"),
            rule("Invalid Input Error: Divide by zero.*", "Divide by zero"),
            rule("Out of Memory Error: (.*)", "Disk full or out of memory: $1"));

    private static final Pattern KIND = Pattern.compile("^[A-Z][A-Za-z ]+ Error: ");

    private Failures() {}

    private static Rule rule(String pattern, String message) {
        return new Rule(Pattern.compile(pattern, Pattern.DOTALL), message);
    }

    /** The failure to tell the user. */
    public static SqlFailure of(SQLException e) {
        var message = String.valueOf(e.getMessage());
        if (message.startsWith("INTERRUPT") || message.contains("Interrupted!")) {
            return SqlFailure.cancelled();
        }
        for (var rule : RULES) {
            Matcher matcher = rule.pattern().matcher(message.strip());
            if (matcher.matches()) {
                return new SqlFailure(matcher.replaceFirst(rule.message()), e);
            }
        }
        return new SqlFailure(KIND.matcher(firstLine(e)).replaceFirst(""), e);
    }

    static String firstLine(SQLException e) {
        var message = String.valueOf(e.getMessage()).strip();
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
