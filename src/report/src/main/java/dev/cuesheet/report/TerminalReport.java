package dev.cuesheet.report;

import dev.cuesheet.report.TextTable.Align;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** A report as aligned tables with bars. Safe to share between threads. */
public final class TerminalReport {
    private static final int BAR_WIDTH = 24;
    private static final int LEAST_BAR_WIDTH = 8;
    private static final String EIGHTHS = " \u258f\u258e\u258d\u258c\u258b\u258a\u2589";

    private final Screen screen;

    public TerminalReport(Screen screen) {
        this.screen = screen;
    }

    /** The report's text, its lines ended by line feeds. */
    public String render(Report report) {
        var text = new StringBuilder();
        line(text, Ink.TITLE.on(screen, safe("%s, %d".formatted(report.title(), report.year()))));
        if (!report.subtitle().isEmpty()) {
            quiet(text, report.subtitle());
        }
        figures(text, report.figures());
        for (var section : report.sections()) {
            line(text, "");
            section(text, section);
        }
        return text.toString();
    }

    private void figures(StringBuilder text, List<Figure> figures) {
        if (figures.isEmpty()) {
            return;
        }
        line(text, "");
        var width = figures.stream()
                .mapToInt(f -> DisplayText.width(safe(f.title())))
                .max()
                .orElse(0);
        var valueWidth = figures.stream()
                .mapToInt(f -> DisplayText.width(safe(f.display())))
                .max()
                .orElse(0);
        for (var figure : figures) {
            var title = safe(figure.title());
            var value = safe(figure.display());
            var gap = width - DisplayText.width(title) + 2 + valueWidth - DisplayText.width(value);
            line(text, "  " + title + " ".repeat(gap) + Ink.TITLE.on(screen, value));
        }
    }

    private void section(StringBuilder text, Section section) {
        line(text, Ink.TITLE.on(screen, safe(section.title())));
        if (!section.question().isEmpty()) {
            quiet(text, section.question());
        }
        line(text, "");
        table(section, barWidth(section)).lines(screen).forEach(row -> line(text, row));
        if (!section.note().isEmpty()) {
            line(text, "");
            quiet(text, section.note());
        }
    }

    private TextTable table(Section section, int barWidth) {
        var table = new TextTable();
        for (var column : section.columns()) {
            switch (column.kind()) {
                case TEXT -> table.column(column.title(), Align.LEFT);
                case IDENTIFIER, INTEGER, MONEY, SHARE -> table.column(column.title(), Align.RIGHT);
                case BAR -> table.drawing(column.title());
            }
        }
        for (var row : section.rows()) {
            table.row(cells(section, row, barWidth));
        }
        if (section.hasTotals()) {
            table.rule().row(cells(section, section.totals(), 0));
        }
        return table;
    }

    private List<String> cells(Section section, Row row, int barWidth) {
        var cells = new ArrayList<String>();
        for (var i = 0; i < section.columns().size(); i++) {
            var kind = section.columns().get(i).kind();
            cells.add(
                    kind == Kind.BAR
                            ? bar(row.number(i), section.greatest(i), barWidth)
                            : kind.display(row.cells().get(i)));
        }
        return cells;
    }

    /** Bars take what the other columns leave, within reason; where the width is unknown they take what is usual. */
    private int barWidth(Section section) {
        if (screen.width() == 0) {
            return BAR_WIDTH;
        }
        var left = screen.width() - table(section, 0).width(screen);
        return Math.max(LEAST_BAR_WIDTH, Math.min(BAR_WIDTH, left));
    }

    /** A bar whose length is the number's part of the greatest. Anything above nothing can be seen. */
    private String bar(BigDecimal number, BigDecimal greatest, int width) {
        if (width == 0 || number.signum() <= 0 || greatest.signum() <= 0) {
            return "";
        }
        var steps = screen.unicode() ? 8 : 1;
        var length = number.multiply(BigDecimal.valueOf((long) width * steps))
                .divide(greatest, 0, RoundingMode.HALF_UP)
                .intValueExact();
        var shown = Math.max(1, length);
        if (!screen.unicode()) {
            return "#".repeat(shown);
        }
        var rest = shown % 8;
        return "\u2588".repeat(shown / 8) + (rest == 0 ? "" : EIGHTHS.charAt(rest));
    }

    private void quiet(StringBuilder text, String words) {
        DisplayText.wrapped(safe(words), screen.width()).forEach(line -> line(text, Ink.FAINT.on(screen, line)));
    }

    private String safe(String text) {
        return DisplayText.safe(text, screen);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
