package dev.cuesheet.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * A report as one page that holds all it needs: styles and drawings are inside, scripts there are none, and a policy in it
 * forbids the browser to fetch anything. Whatever the data holds is shown as text. Safe to share between threads.
 */
public final class HtmlReport {
    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern(
                    "d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** The page. */
    public String render(Report report) {
        var html = new Markup();
        html.raw("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
                """);
        html.element("title", "%s, %d".formatted(report.title(), report.year()));
        html.raw("\n<style>\n").raw(styles()).raw("</style>\n</head>\n<body>\n");
        head(html, report);
        html.raw("<main>\n");
        for (var section : report.sections()) {
            section(html, section);
        }
        html.raw("</main>\n<footer>Made ");
        html.element("time datetime=\"%s\"".formatted(report.generatedAt()), WHEN.format(report.generatedAt()));
        html.raw("</footer>\n</body>\n</html>\n");
        return html.toString();
    }

    private static void head(Markup html, Report report) {
        html.raw("<header>\n<h1>").text(report.title()).raw(" ");
        html.element("span class=\"year\"", String.valueOf(report.year())).raw("</h1>\n");
        if (!report.subtitle().isEmpty()) {
            html.element("p", report.subtitle()).raw("\n");
        }
        if (!report.figures().isEmpty()) {
            html.raw("<dl class=\"figures\">\n");
            for (var figure : report.figures()) {
                html.raw("<div>").element("dt", figure.title());
                html.element("dd", figure.display()).raw("</div>\n");
            }
            html.raw("</dl>\n");
        }
        html.raw("</header>\n");
    }

    private static void section(Markup html, Section section) {
        var bars = section.barColumn();
        html.raw("<section aria-labelledby=\"%s\">\n".formatted(section.key()));
        html.element("h2 id=\"%s\"".formatted(section.key()), section.title()).raw("\n");
        if (!section.question().isEmpty()) {
            html.element("p class=\"question\"", section.question()).raw("\n");
        }
        var drawn = bars.isPresent() && !section.rows().isEmpty();
        html.raw(drawn ? "<div class=\"answer\">\n" : "<div class=\"answer plain\">\n");
        if (drawn) {
            new BarChart(section, bars.getAsInt()).draw(html);
        }
        table(html, section);
        html.raw("</div>\n");
        if (!section.note().isEmpty()) {
            html.element("p class=\"note\"", section.note()).raw("\n");
        }
        html.raw("</section>\n");
    }

    private static void table(Markup html, Section section) {
        html.raw("<div class=\"table\"><table>\n<thead><tr>");
        for (var column : section.columns()) {
            if (column.kind() != Kind.BAR) {
                html.element("th scope=\"col\" " + styleOf(column.kind()), column.title());
            }
        }
        html.raw("</tr></thead>\n<tbody>\n");
        for (var row : section.rows()) {
            row(html, section, row);
        }
        if (section.rows().isEmpty()) {
            html.raw("<tr>");
            html.element(
                            "td class=\"none\" colspan=\"%d\""
                                    .formatted(section.columns().size()),
                            "Nothing")
                    .raw("</tr>\n");
        }
        html.raw("</tbody>\n");
        if (section.hasTotals()) {
            html.raw("<tfoot>\n");
            row(html, section, section.totals());
            html.raw("</tfoot>\n");
        }
        html.raw("</table></div>\n");
    }

    /** The first column of words names its row, which lets a screen reader say it with each cell. */
    private static void row(Markup html, Section section, Row row) {
        var named = section.indexOf(Kind.TEXT).orElse(-1);
        html.raw("<tr>");
        for (var i = 0; i < row.cells().size(); i++) {
            var kind = section.columns().get(i).kind();
            if (kind != Kind.BAR) {
                html.element(
                        (i == named ? "th scope=\"row\" " : "td ") + styleOf(kind),
                        kind.display(row.cells().get(i)));
            }
        }
        html.raw("</tr>\n");
    }

    private static String styleOf(Kind kind) {
        return switch (kind) {
            case TEXT -> "class=\"text\"";
            case IDENTIFIER, INTEGER, MONEY, SHARE, BAR -> "class=\"number\"";
        };
    }

    private static String styles() {
        try (var in = HtmlReport.class.getResourceAsStream("report.css")) {
            if (in == null) {
                throw new IllegalStateException("report.css is missing from this build");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
