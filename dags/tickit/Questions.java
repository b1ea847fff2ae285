package tickit;

import dev.cuesheet.ingest.tickit.UsRegion;
import dev.cuesheet.report.Kind;
import dev.cuesheet.report.Section;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/** What the business asks of one year of sales, in SQL over the consolidated table. */
final class Questions {
    private static final int PAID = 3;
    private static final int COMMISSION = 4;

    private final String table;

    Questions(String schema) {
        this.table = schema + ".sales_consolidated";
    }

    String totals() {
        return """
                SELECT count(*) AS sales, coalesce(sum(qtysold), 0) AS tickets,
                  coalesce(sum(pricepaid), 0) AS paid, coalesce(sum(commission), 0) AS commission
                FROM %s WHERE year = :year"""
                .formatted(table);
    }

    String topSellers(int limit) {
        return """
                SELECT sellerid, seller_name, seller_city, seller_state, sum(qtysold) AS tickets
                FROM %s WHERE year = :year
                GROUP BY sellerid, seller_name, seller_city, seller_state
                ORDER BY tickets DESC, sellerid LIMIT %d"""
                .formatted(table, limit);
    }

    /** Sales, tickets, money and commission by the region that the state lies in. */
    String byRegionOf(String stateColumn) {
        return """
                SELECT region, count(*) AS sales, sum(qtysold) AS tickets, sum(pricepaid) AS paid,
                  sum(commission) AS commission
                FROM (SELECT %s AS region, qtysold, pricepaid, commission FROM %s WHERE year = :year) by_region
                GROUP BY region ORDER BY paid DESC, region"""
                .formatted(UsRegion.sql(stateColumn), table);
    }

    static Section sellers(int year, List<List<String>> rows) {
        var section = Section.of("sellers_by_tickets", "Top sellers")
                .question("Which sellers sold the most tickets in %d?".formatted(year))
                .column("seller_id", "Seller", Kind.IDENTIFIER)
                .column("name", "Name", Kind.TEXT)
                .column("city", "City", Kind.TEXT)
                .column("state", "State", Kind.TEXT)
                .column("tickets", "Tickets", Kind.INTEGER)
                .column("tickets_bar", "", Kind.BAR);
        rows.forEach(row -> section.row(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(4)));
        return section.build();
    }

    /** Who leads is named in the note, apart for sales and for commission. */
    static Section regions(String key, String title, String question, List<List<String>> rows) {
        var section = Section.of(key, title)
                .question(question)
                .column("region", "Region", Kind.TEXT)
                .column("sales", "Sales", Kind.INTEGER)
                .column("tickets", "Tickets", Kind.INTEGER)
                .column("paid", "Paid", Kind.MONEY)
                .column("commission", "Commission", Kind.MONEY)
                .column("paid_bar", "", Kind.BAR);
        rows.forEach(row -> section.row(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4), row.get(3)));
        if (!rows.isEmpty()) {
            section.totals("All", sum(rows, 1), sum(rows, 2), sum(rows, PAID), sum(rows, COMMISSION), null)
                    .note("Most sales: %s. Most commission: %s.".formatted(leader(rows, PAID), leader(rows, COMMISSION)));
        }
        return section.build();
    }

    private static String leader(List<List<String>> rows, int column) {
        return rows.stream()
                .max(Comparator.comparing(row -> number(row, column)))
                .orElseThrow()
                .get(0);
    }

    private static BigDecimal sum(List<List<String>> rows, int column) {
        return rows.stream().map(row -> number(row, column)).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal number(List<String> row, int column) {
        return new BigDecimal(row.get(column));
    }
}
