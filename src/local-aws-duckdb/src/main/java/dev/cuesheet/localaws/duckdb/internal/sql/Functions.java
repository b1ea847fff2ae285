package dev.cuesheet.localaws.duckdb.internal.sql;

import static dev.cuesheet.localaws.duckdb.internal.sql.Template.fill;

import dev.cuesheet.localaws.spi.SqlFailure;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Functions whose name or meaning differs between Redshift and DuckDB. Arguments arrive translated. */
final class Functions {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS");

    /** Functions that need no more than other words; the number of arguments is that of the holes, any number for {@code :all}. */
    private static final Map<String, String> PLAIN = Map.ofEntries(
            Map.entry("nvl", "coalesce(:all)"),
            Map.entry("nvl2", "(CASE WHEN :a IS NOT NULL THEN :b ELSE :c END)"),
            Map.entry("charindex", "strpos(:b, :a)"),
            Map.entry("concat", "(CAST(:a AS VARCHAR) || CAST(:b AS VARCHAR))"),
            Map.entry("replicate", "repeat(:all)"),
            Map.entry("btrim", "trim(:all)"),
            Map.entry("func_sha1", "sha1(:a)"),
            Map.entry("octet_length", "strlen(:a)"),
            Map.entry("is_valid_json", "json_valid(:a)"),
            Map.entry("regexp_substr", "regexp_extract(:a, :b)"),
            Map.entry("regexp_count", "len(regexp_extract_all(:a, :b))"),
            Map.entry("date", "CAST(:a AS DATE)"),
            Map.entry("date_part_year", "date_part('year', :a)"),
            Map.entry(
                    "add_months",
                    "(CASE WHEN last_day(CAST(:a AS DATE)) = CAST(:a AS DATE)"
                            + " THEN CAST(last_day(CAST(CAST(:a AS TIMESTAMP) + to_months(CAST(:b AS INTEGER)) AS DATE)) AS TIMESTAMP)"
                            + " ELSE CAST(:a AS TIMESTAMP) + to_months(CAST(:b AS INTEGER)) END)"));

    private final SessionFacts facts;
    private final boolean stored;

    /** @param stored true for views and column defaults, in which the time must not be frozen */
    Functions(SessionFacts facts, boolean stored) {
        this.facts = facts;
        this.stored = stored;
    }

    /** What a word without parentheses stands for. */
    Optional<List<Node>> constant(String word) {
        return switch (word) {
            case "sysdate" -> Optional.of(time(facts.transactionTime()));
            case "current_date" -> Optional.of(fill("CAST(:a AS DATE)", time(facts.statementTime())));
            case "current_user", "session_user" -> Optional.of(text(facts.user()));
            default -> Optional.empty();
        };
    }

    /** The call in DuckDB's words; empty when DuckDB's function of that name means the same. */
    Optional<List<Node>> call(String name, List<Node> content) {
        var fact = facts.lastQueryFact(name);
        if (fact.isPresent()) {
            return Optional.of(fill("CAST(:a AS BIGINT)", List.of(Node.of(Token.number(fact.get())))));
        }
        var arguments = Node.split(content);
        if (PLAIN.containsKey(name)) {
            return Optional.of(plain(name, content, arguments));
        }
        return switch (name) {
            case "getdate" -> Optional.of(time(facts.statementTime().truncatedTo(ChronoUnit.SECONDS)));
            case "now" -> Optional.of(time(facts.transactionTime()));
            case "current_database" -> Optional.of(text(facts.database()));
            case "current_schema" -> Optional.of(text(facts.schema()));
            case "version" -> Optional.of(text("PostgreSQL 8.0.2, Redshift 1.0 (local warehouse on DuckDB)"));
            case "decode" -> Optional.of(decode(arguments));
            case "json_extract_path_text" -> Optional.of(jsonPath(arguments));
            case "regexp_replace" -> Optional.of(regexpReplace(arguments));
            case "dateadd", "date_add" -> Optional.of(dateAdd(arguments));
            case "datediff", "date_diff" -> Optional.of(dateDiff(arguments));
            case "date_part", "datepart" -> Optional.of(datePart("date_part", arguments));
            case "date_trunc" -> Optional.of(datePart("date_trunc", arguments));
            case "months_between" -> Optional.of(monthsBetween(arguments));
            case "convert_timezone" -> Optional.of(convertTimezone(arguments));
            case "to_char" -> Optional.of(toChar(arguments));
            case "to_date" -> Optional.of(fill("CAST(:a AS DATE)", read("to_date", arguments)));
            case "to_timestamp" -> Optional.of(read("to_timestamp", arguments));
            default -> Optional.empty();
        };
    }

    private static List<Node> plain(String name, List<Node> content, List<List<Node>> arguments) {
        var template = PLAIN.getOrDefault(name, "");
        if (template.contains(":all")) {
            return fill(template, content);
        }
        int holes = template.contains(":c") ? 3 : template.contains(":b") ? 2 : 1;
        require(arguments.size() == holes, name);
        @SuppressWarnings({"unchecked", "rawtypes"})
        List<Node>[] filling = arguments.toArray(new List[0]);
        return fill(template, filling);
    }

    private List<Node> time(Instant time) {
        return stored
                ? fill("CAST(now() AT TIME ZONE 'UTC' AS TIMESTAMP)")
                : fill("CAST(:a AS TIMESTAMP)", text(MICROS.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC))));
    }

    private static List<Node> text(String text) {
        return List.of(Node.of(Token.string(text)));
    }

    private static List<Node> decode(List<List<Node>> arguments) {
        require(arguments.size() >= 3, "decode");
        var out = new ArrayList<Node>(List.of(Node.word("case")));
        int at = 1;
        for (; at + 1 < arguments.size(); at += 2) {
            out.addAll(fill(
                    "WHEN :a IS NOT DISTINCT FROM :b THEN :c",
                    arguments.get(0),
                    arguments.get(at),
                    arguments.get(at + 1)));
        }
        if (at < arguments.size()) {
            out.addAll(fill("ELSE :a", arguments.get(at)));
        }
        out.add(Node.word("end"));
        return List.of(new Node.Group(out));
    }

    private static List<Node> jsonPath(List<List<Node>> arguments) {
        require(arguments.size() >= 2, "json_extract_path_text");
        var path = text("$");
        for (var key : arguments.subList(1, arguments.size())) {
            path = fill(":a || '.\"' || :b || '\"'", path, key);
        }
        return fill("coalesce(json_extract_string(:a, :b), '')", arguments.get(0), path);
    }

    private static List<Node> regexpReplace(List<List<Node>> arguments) {
        require(arguments.size() == 2 || arguments.size() == 3, "regexp_replace");
        var replacement = arguments.size() == 3 ? arguments.get(2) : text("");
        return fill("regexp_replace(:a, :b, :c, 'g')", arguments.get(0), arguments.get(1), replacement);
    }

    private static List<Node> dateAdd(List<List<Node>> arguments) {
        require(arguments.size() == 3, "dateadd");
        var count = fill("CAST(:a AS INTEGER)", arguments.get(1));
        return fill(
                "(CAST(:a AS TIMESTAMP) + " + DateParts.interval(part(arguments.get(0)), ":b") + ")",
                arguments.get(2),
                count);
    }

    private static List<Node> dateDiff(List<List<Node>> arguments) {
        require(arguments.size() == 3, "datediff");
        return fill(
                "date_diff('" + part(arguments.get(0)) + "', CAST(:a AS TIMESTAMP), CAST(:b AS TIMESTAMP))",
                arguments.get(1),
                arguments.get(2));
    }

    private static List<Node> datePart(String name, List<List<Node>> arguments) {
        require(arguments.size() == 2, name);
        return fill(name + "('" + part(arguments.get(0)) + "', CAST(:a AS TIMESTAMP))", arguments.get(1));
    }

    private static List<Node> monthsBetween(List<List<Node>> arguments) {
        require(arguments.size() == 2, "months_between");
        return fill(
                "(CASE WHEN day(CAST(:a AS DATE)) = day(CAST(:b AS DATE)) OR (last_day(CAST(:a AS DATE)) = CAST(:a AS DATE)"
                        + " AND last_day(CAST(:b AS DATE)) = CAST(:b AS DATE))"
                        + " THEN CAST(date_diff('month', CAST(:b AS DATE), CAST(:a AS DATE)) AS DOUBLE)"
                        + " ELSE date_diff('month', CAST(:b AS DATE), CAST(:a AS DATE))"
                        + " + (epoch(CAST(:a AS TIMESTAMP)) - epoch(date_trunc('month', CAST(:a AS TIMESTAMP)))"
                        + " - epoch(CAST(:b AS TIMESTAMP)) + epoch(date_trunc('month', CAST(:b AS TIMESTAMP)))) / 2678400.0 END)",
                arguments.get(0),
                arguments.get(1));
    }

    private static List<Node> convertTimezone(List<List<Node>> arguments) {
        require(arguments.size() == 2 || arguments.size() == 3, "convert_timezone");
        var from = arguments.size() == 3 ? arguments.get(0) : text("UTC");
        return fill(
                "((CAST(:c AS TIMESTAMP) AT TIME ZONE :a) AT TIME ZONE :b)",
                from,
                arguments.get(arguments.size() - 2),
                arguments.get(arguments.size() - 1));
    }

    private static List<Node> toChar(List<List<Node>> arguments) {
        return fill(DateFormats.print("CAST(:a AS TIMESTAMP)", pattern("to_char", arguments)), arguments.get(0));
    }

    private static List<Node> read(String name, List<List<Node>> arguments) {
        return fill("strptime(:a, " + Sql.literal(DateFormats.read(pattern(name, arguments))) + ")", arguments.get(0));
    }

    /** A date part is a bare word or a literal. */
    private static String part(List<Node> argument) {
        require(argument.size() == 1 && argument.get(0) instanceof Node.Leaf, "of a date part");
        return DateParts.get(argument.get(0).text());
    }

    private static String pattern(String name, List<List<Node>> arguments) {
        require(arguments.size() == 2, name);
        var pattern = arguments.get(1);
        if (pattern.size() != 1 || !pattern.get(0).isKind(Token.Kind.STRING)) {
            throw new SqlFailure("the format of " + name + " must be a literal in this local warehouse");
        }
        return pattern.get(0).text();
    }

    private static void require(boolean condition, String name) {
        if (!condition) {
            throw new SqlFailure("function " + name + " does not take these arguments");
        }
    }
}
