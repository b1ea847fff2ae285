package tickit;

import dev.cuesheet.ingest.tickit.TickitTable;
import dev.cuesheet.ingest.tickit.TickitTotals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether the warehouse holds what the source files hold. The source's side was added up from the files' bytes alone
 * ({@link TickitTotals}); the warehouse's side is asked table by table, so that no query needs the memory of two.
 */
final class Verification {
    private static final List<String> SUMS = List.of("qtysold", "pricepaid", "commission");

    /** Columns of the consolidated table that have a value exactly where the sale's counterpart is known. */
    private static final Map<String, String> FILLED = new TreeMap<>(Map.of(
            "seller_name", "sellerid IN (SELECT userid FROM %s.users WHERE firstname <> '' OR lastname <> '')",
            "buyer_name", "buyerid IN (SELECT userid FROM %s.users WHERE firstname <> '' OR lastname <> '')",
            "eventname", "eventid IN (SELECT eventid FROM %s.event WHERE eventname <> '')",
            "caldate", "dateid IN (SELECT dateid FROM %s.date)",
            "listtime",
                    "listid IN (SELECT listid FROM %s.listing WHERE listtime IS NOT NULL AND numtickets > 0"
                            + " AND priceperticket > 0)"));

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

    /** Statements for one session in this order. A query answers one row: its columns are measures by name. */
    List<String> statements() {
        return Stream.of(
                        Arrays.stream(TickitTable.values()).map(this::totals),
                        Arrays.stream(TickitTable.values()).flatMap(this::orphans),
                        Stream.of(consolidatedTotals(), validSales(), validTotals()),
                        validWith(),
                        Stream.of("DROP TABLE valid_sales"))
                .flatMap(s -> s)
                .toList();
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
        mustEqual(faults, answers, "sales_consolidated rows", number(answers, "valid sales rows"));
        for (var column : SUMS) {
            mustEqual(
                    faults, answers, "sales_consolidated sum " + column, number(answers, "valid sales sum " + column));
        }
        mustEqual(faults, answers, "sales_consolidated distinct salesid", number(answers, "sales_consolidated rows"));
        for (var column : FILLED.keySet()) {
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

    private String totals(TickitTable table) {
        var name = table.tableName();
        var measures = new ArrayList<String>();
        measures.add(measure("count(*)", name + " rows"));
        measures.add(measure("count(DISTINCT " + table.key() + ")", name + " distinct " + table.key()));
        table.summedColumns()
                .forEach(column -> measures.add(measure("sum(" + column + ")", name + " sum " + column)));
        return "SELECT %s FROM %s.%s".formatted(String.join(", ", measures), schema, name);
    }

    private Stream<String> orphans(TickitTable table) {
        return table.references().stream().map(reference -> {
            var measure = measure("count(*)", table.tableName() + " orphans " + reference.column());
            return ("SELECT %1$s FROM %2$s.%3$s c LEFT JOIN %2$s.%4$s p ON c.%5$s = p.%6$s"
                            + " WHERE p.%6$s IS NULL AND c.%5$s IS NOT NULL")
                    .formatted(
                            measure,
                            schema,
                            table.tableName(),
                            reference.table().tableName(),
                            reference.column(),
                            reference.table().key());
        });
    }

    private String consolidatedTotals() {
        var measures = new ArrayList<>(sums("sales_consolidated"));
        measures.add(measure("count(DISTINCT salesid)", "sales_consolidated distinct salesid"));
        FILLED.keySet()
                .forEach(column -> measures.add(measure("count(" + column + ")", "sales_consolidated with " + column)));
        return "SELECT %s FROM %s.sales_consolidated".formatted(String.join(", ", measures), schema);
    }

    /** The warehouse repeats the script's cleaning in SQL, and must come to the same rows. */
    private String validSales() {
        return ("CREATE TEMP TABLE valid_sales AS"
                        + " SELECT listid, sellerid, buyerid, eventid, dateid, qtysold, pricepaid, commission FROM ("
                        + "SELECT s.*, row_number() OVER (PARTITION BY salesid ORDER BY saletime, listid) AS copy"
                        + " FROM %s.sales s WHERE qtysold > 0 AND pricepaid > 0) numbered WHERE copy = 1")
                .formatted(schema);
    }

    private String validTotals() {
        return "SELECT " + String.join(", ", sums("valid sales")) + " FROM valid_sales";
    }

    private Stream<String> validWith() {
        return FILLED.entrySet().stream().map(column -> "SELECT %s FROM valid_sales WHERE %s"
                .formatted(
                        measure("count(*)", "valid sales with " + column.getKey()),
                        column.getValue().formatted(schema)));
    }

    private static List<String> sums(String table) {
        return Stream.concat(
                        Stream.of(measure("count(*)", table + " rows")),
                        SUMS.stream().map(column -> measure("sum(" + column + ")", table + " sum " + column)))
                .toList();
    }

    private static String measure(String aggregate, String name) {
        return "%s AS \"%s\"".formatted(aggregate, name);
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
