package tickit;

import dev.cuesheet.aws.redshift.RedshiftData;
import dev.cuesheet.aws.redshift.RedshiftRow;
import dev.cuesheet.aws.redshift.RedshiftTarget;
import dev.cuesheet.aws.redshift.SqlStatement;
import dev.cuesheet.engine.TaskContext;
import dev.cuesheet.engine.Workspace;
import dev.cuesheet.report.Kind;
import dev.cuesheet.report.Report;
import dev.cuesheet.report.ReportFiles;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;

/** Asks the warehouse what the business wants to know, and publishes the answers. */
final class Answers {
    private final RedshiftData sql;
    private final Workspace workspace;

    Answers(RedshiftData sql, Workspace workspace) {
        this.sql = sql;
        this.workspace = workspace;
    }

    Report ask(TaskContext context, Warehouse.Database database) throws InterruptedException {
        var year = context.param("year", Integer.class);
        var questions = new Questions(database.schema());
        var totals = rows(database.target(), questions.totals(), year).get(0);
        return Report.of("TICKIT", year, context.clock().instant())
                .subtitle("Run " + context.runId())
                .figure("sales", "Sales", Kind.INTEGER, totals.get(0))
                .figure("tickets", "Tickets", Kind.INTEGER, totals.get(1))
                .figure("paid", "Paid", Kind.MONEY, totals.get(2))
                .figure("commission", "Commission", Kind.MONEY, totals.get(3))
                .section(Questions.sellers(
                        year,
                        rows(database.target(), questions.topSellers(context.param("sellers", Integer.class)), year)))
                .section(Questions.regions(
                        "regions_by_event",
                        "Regions by place of the event",
                        "Which region of the country saw the most sales in %d, and which brought in the most commission, by where the event took place?"
                                .formatted(year),
                        rows(database.target(), questions.byRegionOf("venuestate"), year)))
                .section(Questions.regions(
                        "regions_by_seller",
                        "Regions by home of the seller",
                        "The same by the state that the seller lives in: which region sold the most in %d, and which brought in the most commission?"
                                .formatted(year),
                        rows(database.target(), questions.byRegionOf("seller_state"), year)))
                .build();
    }

    /** Writes the answers as a page and as JSON; the page's path is the result. */
    String publish(TaskContext context, Report report) {
        var folder = workspace.home().resolve("reports").resolve(context.dagId());
        ReportFiles.writeJson(report, folder.resolve("report.json"));
        return ReportFiles.writeHtml(report, folder.resolve("report.html")).toString();
    }

    private List<List<String>> rows(RedshiftTarget target, String query, int year) throws InterruptedException {
        try (var rows = sql.query(target, SqlStatement.of(query).with("year", year))) {
            return rows.map(Answers::texts).toList();
        }
    }

    private static List<String> texts(RedshiftRow row) {
        return IntStream.range(0, row.columns().size())
                .mapToObj(i -> text(row.value(i)))
                .toList();
    }

    private static String text(@org.jspecify.annotations.Nullable Object value) {
        if (value == null) {
            return "";
        }
        return value instanceof BigDecimal number ? number.toPlainString() : value.toString();
    }
}
