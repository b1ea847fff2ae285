package tickit;

import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.ingest.tickit.TickitTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether the warehouse holds what the source files hold. The source's side was added up from the files' bytes alone
 * ({@link TickitTotals}); the warehouse's side comes from one query of many measures.
 */
final class Verification {

    /** One number that the warehouse is asked for. */
    private record Measure(String name, String select) {}

    /**
     * What was found.
     *
     * @param faults differences that make the load wrong; empty for a good one
     * @param notes gaps that the source itself has
     */
    record Finding(List<String> faults, List<String> notes, Map<String, String> measures) {
        Finding {
            faults = List.copyOf(faults);
            notes = List.copyOf(notes);
            measures = Map.copyOf(measures);
        }
    }

    private final String schema;

    Verification(String schema) {
        this.schema = schema;
    }

    /** One statement that answers every measure as a row of name and value. */
    String query() {
        return measures()
                .map(m -> "SELECT '%s' AS measure, CAST((%s) AS VARCHAR) AS value".formatted(m.name(), m.select()))
                .collect(Collectors.joining("\nUNION ALL\n"));
    }

    /** Holds the answers against the source. */
    Finding compare(TickitTotals source, Map<String, String> answers) {
        var faults = new ArrayList<String>();
        var notes = new ArrayList<String>();
        for (var table : TickitTable.values()) {
            var expected = source.of(table);
            var name = table.tableName();
            mustEqual(faults, answers, name + " rows", expected.rows());
            mustEqual(faults, answers, name + " distinct " + table.key(), expected.distinctKeys());
            expected.sums().forEach((column, sum) -> mustEqual(faults, answers, name + " sum " + column, sum));
            for (var reference : table.references()) {
                var orphans = expected.orphans().getOrDefault(reference.column(), 0L);
                mustEqual(faults, answers, name + " orphans " + reference.column(), orphans);
                if (orphans > 0) {
                    notes.add("%,d rows of %s refer by %s to a %s that has no row"
                            .formatted(
                                    orphans,
                                    name,
                                    reference.column(),
                                    reference.table().tableName()));
                }
            }
            if (expected.repeatedKeys() > 0) {
                notes.add("%,d rows of %s repeat a %s".formatted(expected.repeatedKeys(), name, table.key()));
            }
        }
        consolidated(faults, notes, answers);
        return new Finding(faults, notes, new TreeMap<>(answers));
    }

    private void consolidated(List<String> faults, List<String> notes, Map<String, String> answers) {
        for (var what : List.of("rows", "sum qtysold", "sum pricepaid", "sum commission")) {
            mustEqual(faults, answers, "sales_consolidated " + what, number(answers, "valid sales " + what));
        }
        mustEqual(faults, answers, "sales_consolidated distinct salesid", number(answers, "sales_consolidated rows"));
        for (var column : List.of("seller_name", "buyer_name", "eventname", "caldate", "listtime")) {
            mustEqual(
                    faults,
                    answers,
                    "sales_consolidated with " + column,
                    number(answers, "valid sales with " + column));
        }
        var dropped = number(answers, "sales rows").subtract(number(answers, "valid sales rows"));
        if (dropped.signum() != 0) {
            notes.add("%s rows of sales were dropped as repeated or not positive".formatted(dropped));
        }
    }

    private Stream<Measure> measures() {
        var measures = new ArrayList<Measure>();
        for (var table : TickitTable.values()) {
            var name = table.tableName();
            var from = " FROM " + schema + "." + name;
            measures.add(new Measure(name + " rows", "SELECT count(*)" + from));
            measures.add(new Measure(
                    name + " distinct " + table.key(), "SELECT count(DISTINCT " + table.key() + ")" + from));
            table.summedColumns()
                    .forEach(column -> measures.add(
                            new Measure(name + " sum " + column, "SELECT sum(" + column + ")" + from)));
            for (var reference : table.references()) {
                var parent = reference.table();
                measures.add(new Measure(
                        name + " orphans " + reference.column(),
                        ("SELECT count(*) FROM %1$s.%2$s c LEFT JOIN %1$s.%3$s p ON c.%4$s = p.%5$s"
                                        + " WHERE p.%5$s IS NULL AND c.%4$s IS NOT NULL")
                                .formatted(schema, name, parent.tableName(), reference.column(), parent.key())));
            }
        }
        return Stream.concat(measures.stream(), consolidatedMeasures());
    }

    /** The warehouse repeats the script's cleaning in SQL, and must come to the same rows. */
    private Stream<Measure> consolidatedMeasures() {
        var made = " FROM " + schema + ".sales_consolidated";
        var valid = (" FROM (SELECT * FROM (SELECT s.*, row_number() OVER (PARTITION BY salesid ORDER BY saletime, listid)"
                        + " AS copy FROM %1$s.sales s WHERE qtysold > 0 AND pricepaid > 0) numbered WHERE copy = 1) v")
                .formatted(schema);
        var sums = Stream.of("count(*)", "sum(qtysold)", "sum(pricepaid)", "sum(commission)")
                .flatMap(aggregate -> {
                    var what = aggregate.equals("count(*)")
                            ? "rows"
                            : aggregate.replace("(", " ").replace(")", "");
                    return Stream.of(
                            new Measure("sales_consolidated " + what, "SELECT " + aggregate + made),
                            new Measure("valid sales " + what, "SELECT " + aggregate + valid));
                });
        var known = new TreeMap<>(Map.of(
                "seller_name", "sellerid IN (SELECT userid FROM %s.users WHERE firstname <> '' OR lastname <> '')",
                "buyer_name", "buyerid IN (SELECT userid FROM %s.users WHERE firstname <> '' OR lastname <> '')",
                "eventname", "eventid IN (SELECT eventid FROM %s.event WHERE eventname <> '')",
                "caldate", "dateid IN (SELECT dateid FROM %s.date)",
                "listtime",
                        "listid IN (SELECT listid FROM %s.listing WHERE listtime IS NOT NULL AND numtickets > 0"
                                + " AND priceperticket > 0)"));
        var filled = known.entrySet().stream()
                .flatMap(column -> Stream.of(
                        new Measure(
                                "sales_consolidated with " + column.getKey(),
                                "SELECT count(" + column.getKey() + ")" + made),
                        new Measure(
                                "valid sales with " + column.getKey(),
                                "SELECT count(*)" + valid + " WHERE v."
                                        + column.getValue().formatted(schema))));
        return Stream.of(
                        sums,
                        Stream.of(new Measure(
                                "sales_consolidated distinct salesid", "SELECT count(DISTINCT salesid)" + made)),
                        filled)
                .flatMap(s -> s);
    }

    private static void mustEqual(List<String> faults, Map<String, String> answers, String measure, Number expected) {
        var wanted = new BigDecimal(expected.toString());
        var found = number(answers, measure);
        if (found.compareTo(wanted) != 0) {
            faults.add("%s: expected %s, found %s".formatted(measure, wanted.toPlainString(), found.toPlainString()));
        }
    }

    private static BigDecimal number(Map<String, String> answers, String measure) {
        var answer = answers.get(measure);
        return answer == null || answer.isEmpty() ? BigDecimal.ZERO : new BigDecimal(answer);
    }
}
