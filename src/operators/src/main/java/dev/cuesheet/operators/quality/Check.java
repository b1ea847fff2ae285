package dev.cuesheet.operators.quality;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.TaskContext;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An expectation of data. Most are made from a {@link Measure}. Immutable; safe to share between threads. */
public final class Check {
    private final String name;
    private final Severity severity;
    private final List<Measure> measures;
    private final Judge judge;

    /** Decides by the rows that the measures were answered with, in their order. */
    @FunctionalInterface
    interface Judge {
        Verdict of(List<SqlRow> rows, Instant now);
    }

    private Check(String name, Severity severity, List<Measure> measures, Judge judge) {
        this.name = name;
        this.severity = severity;
        this.measures = List.copyOf(measures);
        this.judge = judge;
    }

    static Check ofOne(Measure measure, Judge judge) {
        return new Check("", Severity.ERROR, List.of(measure), judge);
    }

    static Check ofTwo(Measure first, Measure second, Judge judge) {
        return new Check("", Severity.ERROR, List.of(first, requireNonNull(second, "measure")), judge);
    }

    // Checks that are more than a measure and a bound

    /** No two rows have the same values in all of these columns; NULLs count as the same. */
    public static Check unique(TableName table, String... columns) {
        return ofOne(Measure.repeatedKeys(table, columns), (rows, now) -> {
            var repeated = Answers.number(rows.get(0));
            return new Verdict(
                    repeated.filter(n -> n.signum() == 0).isPresent(),
                    "no " + String.join(", ", columns) + " more than once",
                    "%s of them more than once".formatted(Answers.describe(rows.get(0))));
        });
    }

    public static Check unique(String table, String... columns) {
        return unique(TableName.parse(table), columns);
    }

    /** None of these columns is NULL in any row. */
    public static Check notNull(TableName table, String... columns) {
        return ofOne(
                Measure.nulls(table, columns),
                (rows, now) -> new Verdict(
                        rows.get(0).values().stream()
                                .allMatch(nulls -> Answers.number(nulls)
                                        .filter(n -> n.signum() == 0)
                                        .isPresent()),
                        "no NULL",
                        "NULLs: " + Answers.describe(rows.get(0))));
    }

    public static Check notNull(String table, String... columns) {
        return notNull(TableName.parse(table), columns);
    }

    /** The newest time in the column is not older than this, told by the engine's clock; times without a zone are UTC. */
    public static Check fresh(String table, String column, Duration longest) {
        return fresh(TableName.parse(table), column, longest, ZoneOffset.UTC);
    }

    /** The same for times that are written in another zone. */
    public static Check fresh(TableName table, String column, Duration longest, ZoneId zone) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("data cannot be fresher than now; got " + longest);
        }
        requireNonNull(zone, "zone");
        return ofOne(Measure.newest(table, column), (rows, now) -> {
            var newest = Answers.instant(rows.get(0).values().get(0), zone);
            var oldest = now.minus(longest);
            return new Verdict(
                    newest.filter(at -> !at.isBefore(oldest)).isPresent(),
                    "not older than %s, so from %s on".formatted(inWords(longest), oldest),
                    newest.map(Instant::toString).orElseGet(() -> Answers.describe(rows.get(0))));
        });
    }

    /**
     * A query answers one row, in which no column is NULL, false, 0 or empty text: Airflow's SQLCheckOperator, which judges
     * by Python's {@code bool}.
     */
    public static Check sql(String name, String query) {
        return ofOne(
                        Measure.sql(name, query),
                        (rows, now) -> new Verdict(
                                rows.get(0).values().stream().allMatch(Answers::isTruthy),
                                "every column true",
                                Answers.describe(rows.get(0))))
                .named(name);
    }

    // The same with other settings

    /** By which people know it; what it looks at, unless said here. */
    public Check named(String text) {
        return new Check(requireNonNull(text, "name"), severity, measures, judge);
    }

    /** Only warns: the task succeeds although this does not pass. */
    public Check asWarning() {
        return new Check(name, Severity.WARN, measures, judge);
    }

    /** Looks only at the rows for which the condition holds; of two measures, in both. */
    public Check where(String condition) {
        return onMeasures(measure -> measure.where(condition));
    }

    /** Binds a value that stands as {@code :name} in the SQL or the condition; a text may be a template. */
    public Check with(String valueName, Object value) {
        return onMeasures(measure -> measure.with(valueName, value));
    }

    private Check onMeasures(UnaryOperator<Measure> change) {
        return new Check(name, severity, measures.stream().map(change).toList(), judge);
    }

    // Looking

    List<Measure> measures() {
        return measures;
    }

    Map<String, String> templates() {
        var templates = new LinkedHashMap<String, String>();
        measures.forEach(measure -> templates.putAll(measure.templates()));
        return templates;
    }

    /** Looks once. A question that the database refuses is a check that does not pass. */
    CheckResult look(SqlSource sql, TaskContext context) throws InterruptedException {
        var at = context.clock().instant();
        var verdict = verdict(sql, context, at);
        return new CheckResult(label(), subject(), severity, verdict.passed(), verdict.expected(), verdict.found(), at);
    }

    String label() {
        return name.isEmpty() ? subject() : name;
    }

    private Verdict verdict(SqlSource sql, TaskContext context, Instant at) throws InterruptedException {
        var rows = new ArrayList<SqlRow>();
        for (var measure : measures) {
            Optional<SqlRow> row;
            try {
                row = measure.ask(sql, context);
            } catch (SqlRefusedException e) {
                return new Verdict(false, "an answer about " + measure.subject(), "a refusal: " + e.getMessage());
            }
            if (row.isEmpty()) {
                return new Verdict(false, "one row about " + measure.subject(), "no row");
            }
            rows.add(row.get());
        }
        return judge.of(rows, at);
    }

    private String subject() {
        return measures.stream().map(Measure::subject).collect(Collectors.joining(" and "));
    }

    private static String inWords(Duration duration) {
        return duration.toString().replaceFirst("^PT?", "").toLowerCase(java.util.Locale.ROOT);
    }
}
