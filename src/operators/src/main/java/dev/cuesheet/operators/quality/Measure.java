package dev.cuesheet.operators.quality;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.TaskContext;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Something of a database that can be measured by one query, and what can be expected of it. Conditions, SQL and values may
 * be templates; values are bound, and names are quoted. Immutable; safe to share between threads.
 */
public final class Measure {
    private final String what;
    private final Query query;
    private final @Nullable TableName table;
    private final String condition;
    private final Map<String, Object> values;
    private final @Nullable SqlSource source;

    /** The text of the query, given how to quote and the condition as a WHERE clause or nothing. */
    @FunctionalInterface
    private interface Query {
        String sql(SqlSource sql, String where);
    }

    private Measure(
            String what,
            Query query,
            @Nullable TableName table,
            String condition,
            Map<String, Object> values,
            @Nullable SqlSource source) {
        this.what = what;
        this.query = query;
        this.table = table;
        this.condition = condition;
        this.values = Map.copyOf(values);
        this.source = source;
    }

    private static Measure of(TableName table, String what, Query query) {
        return new Measure(what, query, requireNonNull(table, "table"), "", Map.of(), null);
    }

    // What to measure

    /** How many rows a table has. */
    public static Measure rows(TableName table) {
        return of(table, "rows", (sql, where) -> "SELECT count(*) AS row_count FROM " + table.quotedBy(sql) + where);
    }

    public static Measure rows(String table) {
        return rows(TableName.parse(table));
    }

    /** The sum of a column; 0 for no rows. */
    public static Measure sum(TableName table, String column) {
        TableName.requireName(column);
        return of(
                table,
                "sum of " + column,
                (sql, where) -> "SELECT coalesce(sum(%s), 0) AS total FROM %s%s"
                        .formatted(sql.quoted(column), table.quotedBy(sql), where));
    }

    public static Measure sum(String table, String column) {
        return sum(TableName.parse(table), column);
    }

    /** How many values other than NULL a column has, each counted once. */
    public static Measure distinct(TableName table, String column) {
        TableName.requireName(column);
        return of(
                table,
                "distinct " + column,
                (sql, where) -> "SELECT count(DISTINCT %s) AS distinct_count FROM %s%s"
                        .formatted(sql.quoted(column), table.quotedBy(sql), where));
    }

    public static Measure distinct(String table, String column) {
        return distinct(TableName.parse(table), column);
    }

    /** How many keys are there more than once; columns that are NULL alike count as the same. */
    static Measure repeatedKeys(TableName table, String... columns) {
        requireColumns(columns);
        return of(table, "repeated " + String.join(", ", columns), (sql, where) -> {
            var key = Arrays.stream(columns).map(sql::quoted).collect(Collectors.joining(", "));
            return "SELECT count(*) AS repeated FROM (SELECT %s FROM %s%s GROUP BY %s HAVING count(*) > 1) keys"
                    .formatted(key, table.quotedBy(sql), where, key);
        });
    }

    /** How many NULLs each of the columns has. */
    static Measure nulls(TableName table, String... columns) {
        requireColumns(columns);
        return of(
                table,
                "NULL in " + String.join(", ", columns),
                (sql, where) -> Arrays.stream(columns)
                        .map(column -> "count(*) - count(%1$s) AS %1$s".formatted(sql.quoted(column)))
                        .collect(Collectors.joining(", ", "SELECT ", " FROM " + table.quotedBy(sql) + where)));
    }

    static Measure newest(TableName table, String column) {
        TableName.requireName(column);
        return of(
                table,
                "newest " + column,
                (sql, where) ->
                        "SELECT max(%s) AS newest FROM %s%s".formatted(sql.quoted(column), table.quotedBy(sql), where));
    }

    /** Whatever a query measures; its answer is one row, most often of one column. */
    public static Measure sql(String what, String query) {
        requireNonNull(query, "query");
        return new Measure(requireNonNull(what, "what"), (sql, where) -> query, null, "", Map.of(), null);
    }

    // Of what part, and where

    /** Of the rows alone for which the condition holds: {@code "caldate = :day"}. */
    public Measure where(String rowsThat) {
        if (table == null) {
            throw new IllegalStateException("\"%s\" is SQL of its own; write the condition into it".formatted(what));
        }
        return new Measure(what, query, table, requireNonNull(rowsThat, "condition"), values, source);
    }

    /** Binds a value that stands as {@code :name} in the SQL or the condition; a text may be a template. */
    public Measure with(String name, Object value) {
        SqlQuestion.requireName(name);
        var more = new TreeMap<>(values);
        more.put(name, requireNonNull(value, "value"));
        return new Measure(what, query, table, condition, more, source);
    }

    /** In another database than the check's other measures. */
    public Measure in(SqlSource database) {
        return new Measure(what, query, table, condition, values, requireNonNull(database, "database"));
    }

    // What to expect

    public Check is(long amount) {
        return is(BigDecimal.valueOf(amount));
    }

    public Check is(BigDecimal amount) {
        return is(amount, Tolerance.none());
    }

    /** Every column of the answer is the amount: Airflow's SQLValueCheckOperator with a number. */
    public Check is(BigDecimal amount, Tolerance tolerance) {
        requireNonNull(tolerance, "tolerance");
        return numbers(
                "exactly " + amount.toPlainString() + tolerance.describe(), found -> tolerance.allows(amount, found));
    }

    /** Every column of the answer is the text: Airflow's SQLValueCheckOperator. */
    public Check is(String text) {
        requireNonNull(text, "text");
        return Check.ofOne(
                this,
                (rows, now) -> new Verdict(
                        rows.get(0).values().stream()
                                .allMatch(value ->
                                        value != null && Answers.text(value).equals(text)),
                        "\"" + text + "\"",
                        Answers.describe(rows.get(0))));
    }

    public Check isAtLeast(long amount) {
        return isAtLeast(BigDecimal.valueOf(amount));
    }

    public Check isAtLeast(BigDecimal amount) {
        return numbers("at least " + amount.toPlainString(), found -> found.compareTo(amount) >= 0);
    }

    public Check isAtMost(long amount) {
        return isAtMost(BigDecimal.valueOf(amount));
    }

    public Check isAtMost(BigDecimal amount) {
        return numbers("at most " + amount.toPlainString(), found -> found.compareTo(amount) <= 0);
    }

    /** Both bounds included. */
    public Check isBetween(long least, long most) {
        return isBetween(BigDecimal.valueOf(least), BigDecimal.valueOf(most));
    }

    /** Both bounds included: Airflow's SQLThresholdCheckOperator. */
    public Check isBetween(BigDecimal least, BigDecimal most) {
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException("nothing is between %s and %s".formatted(least, most));
        }
        return numbers(
                "between %s and %s".formatted(least.toPlainString(), most.toPlainString()),
                found -> found.compareTo(least) >= 0 && found.compareTo(most) <= 0);
    }

    public Check isEqualTo(Measure other) {
        return isEqualTo(other, Tolerance.none());
    }

    /** Reconciles two measures, which may be in two databases. The other one is what is expected. */
    public Check isEqualTo(Measure other, Tolerance tolerance) {
        requireNonNull(tolerance, "tolerance");
        return Check.ofTwo(this, other, (rows, now) -> {
            var expected = Answers.number(rows.get(1));
            var found = Answers.number(rows.get(0));
            return new Verdict(
                    expected.isPresent() && found.isPresent() && tolerance.allows(expected.get(), found.get()),
                    "%s (%s)%s".formatted(Answers.describe(rows.get(1)), other.subject(), tolerance.describe()),
                    Answers.describe(rows.get(0)));
        });
    }

    /**
     * The change since a reference, such as the same measure of a week ago, stays below the limit. Where one of the two is
     * 0 there is no ratio, and nothing is expected. Airflow's SQLIntervalCheckOperator.
     */
    public Check changesLessThan(String limit, Change formula, Measure reference) {
        var most = new BigDecimal(limit);
        requireNonNull(formula, "formula");
        return Check.ofTwo(this, reference, (rows, now) -> {
            var before = Answers.number(rows.get(1));
            var found = Answers.number(rows.get(0));
            var expected = "%s less than %s from %s (%s)"
                    .formatted(
                            formula.name().toLowerCase(java.util.Locale.ROOT),
                            most.toPlainString(),
                            Answers.describe(rows.get(1)),
                            reference.subject());
            if (before.isEmpty() || found.isEmpty()) {
                return new Verdict(false, expected, Answers.describe(rows.get(0)));
            }
            if (before.get().signum() == 0 || found.get().signum() == 0) {
                return new Verdict(true, expected, Answers.describe(rows.get(0)) + ", which has no ratio");
            }
            var ratio = formula.between(found.get(), before.get());
            return new Verdict(
                    ratio.compareTo(most) < 0,
                    expected,
                    "%s, which is %s".formatted(Answers.describe(rows.get(0)), ratio.toPlainString()));
        });
    }

    private Check numbers(String expected, java.util.function.Predicate<BigDecimal> test) {
        return Check.ofOne(
                this,
                (rows, now) -> new Verdict(
                        rows.get(0).values().stream()
                                .allMatch(value ->
                                        Answers.number(value).filter(test).isPresent()),
                        expected,
                        Answers.describe(rows.get(0))));
    }

    // Asking

    /** Of what it is, for people. */
    String subject() {
        var of = table == null ? what : what + " of " + table;
        return condition.isEmpty() ? of : of + " where " + condition;
    }

    Optional<TableName> table() {
        return Optional.ofNullable(table);
    }

    SqlSource sourceOr(SqlSource usual) {
        return source == null ? usual : source;
    }

    Optional<SqlRow> ask(SqlSource usual, TaskContext context) throws InterruptedException {
        var sql = sourceOr(usual);
        var where = condition.isEmpty() ? "" : " WHERE " + context.render(condition);
        var rendered = new TreeMap<String, Object>();
        values.forEach(
                (name, value) -> rendered.put(name, value instanceof String text ? context.render(text) : value));
        return sql.first(
                new SqlQuestion(table == null ? context.render(query.sql(sql, "")) : query.sql(sql, where), rendered),
                context);
    }

    /** Texts that are rendered, by what they are. */
    Map<String, String> templates() {
        var templates = new TreeMap<String, String>();
        if (table == null) {
            templates.put("sql of " + what, query.sql(NO_SOURCE, ""));
        } else if (!condition.isEmpty()) {
            templates.put("condition on " + table, condition);
        }
        values.forEach((name, value) -> {
            if (value instanceof String text) {
                templates.put("value :" + name, text);
            }
        });
        return templates;
    }

    private static final SqlSource NO_SOURCE = (question, context) -> Optional.empty();

    private static void requireColumns(String... columns) {
        if (columns.length == 0) {
            throw new IllegalArgumentException("there is no column to look at");
        }
        List.of(columns).forEach(TableName::requireName);
    }
}
