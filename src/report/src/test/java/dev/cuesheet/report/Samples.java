package dev.cuesheet.report;

import java.math.BigDecimal;
import java.time.Instant;

/** Reports for tests. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Samples() {}

    static Report answers() {
        var sellers = Section.of("sellers", "Sellers by tickets sold")
                .question("Who sold the most tickets?")
                .column("seller_id", "Seller", Kind.IDENTIFIER)
                .column("name", "Name", Kind.TEXT)
                .column("tickets", "Tickets", Kind.INTEGER)
                .column("bar", "", Kind.BAR)
                .row(1234, "Ada Abel", 1600, 1600)
                .row(7, "Bob Baker", 800, 800)
                .row(8, "Cy Coe", 1, 1)
                .build();
        var regions = Section.of("regions", "Sales by region")
                .question("What was paid in each region?")
                .column("region", "Region", Kind.TEXT)
                .column("sales", "Sales", Kind.MONEY)
                .column("share", "Share", Kind.SHARE)
                .column("bar", "", Kind.BAR)
                .row("South", new BigDecimal("1234567.80"), new BigDecimal("0.9"), new BigDecimal("1234567.80"))
                .row("West", new BigDecimal("137174.20"), new BigDecimal("0.1"), new BigDecimal("137174.20"))
                .row("Unknown", null, null, null)
                .totals("Total", new BigDecimal("1371742.00"), 1, null)
                .note("Regions of the Census Bureau.")
                .build();
        return Report.of("TICKIT answers", 2008, NOW)
                .subtitle("Run 1")
                .figure("sales", "Sales", Kind.MONEY, "1371742")
                .figure("tickets", "Tickets sold", Kind.INTEGER, 2401)
                .section(sellers)
                .section(regions)
                .build();
    }

    static Report named(String name) {
        var section = Section.of("s", name)
                .question(name)
                .column("name", name, Kind.TEXT)
                .column("count", "Count", Kind.INTEGER)
                .column("bar", "", Kind.BAR)
                .row(name, 1, 1)
                .note(name)
                .build();
        return Report.of(name, 2008, NOW)
                .subtitle(name)
                .figure("f", name, Kind.TEXT, name)
                .section(section)
                .build();
    }
}
