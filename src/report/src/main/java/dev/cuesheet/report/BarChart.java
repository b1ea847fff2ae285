package dev.cuesheet.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** A section's bars as an inline SVG: a label, a bar and its value a row. Lengths are in the drawing's own units. */
final class BarChart {
    private static final int WIDTH = 448;
    /** As high as the table's rows, so that the two line up side by side. */
    private static final int ROW = 36;

    private static final int THICKNESS = 16;
    private static final int MOST_LABEL = 180;
    private static final int MOST_ROWS = 25;
    /** What a character takes on average, on the generous side, so that labels do not run into bars. */
    private static final double CHARACTER = 7.7;

    private static final Screen UNICODE = new Screen(0, true, false);

    private final Section section;
    private final int bars;
    private final int labels;
    private final Column valueColumn;
    private final int values;

    /** @param bars the column that is drawn */
    BarChart(Section section, int bars) {
        this.section = section;
        this.bars = bars;
        this.labels = section.indexOf(Kind.TEXT).orElse(0);
        this.values = sameValues();
        this.valueColumn = section.columns().get(values);
    }

    void draw(Markup html) {
        var rows = section.rows().subList(0, Math.min(MOST_ROWS, section.rows().size()));
        var labelWidth = widest(rows, labels, section.columns().get(labels).kind(), MOST_LABEL);
        var valueWidth = widest(rows, values, valueColumn.kind(), WIDTH / 3);
        var length = WIDTH - labelWidth - valueWidth - 20;
        var id = "chart-" + section.key();
        html.raw("<figure>");
        html.element("figcaption", caption(rows.size()));
        html.raw("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s\">"
                .formatted(WIDTH, rows.size() * ROW, id));
        html.element("title id=\"" + id + "\"", section.title() + ": bars of the numbers in the table beside");
        for (var i = 0; i < rows.size(); i++) {
            row(html, rows.get(i), i * ROW, labelWidth, length);
        }
        html.raw("</svg></figure>\n");
    }

    private void row(Markup html, Row row, int top, int labelWidth, int length) {
        var middle = top + ROW / 2;
        var label = section.columns().get(labels).kind().display(row.cells().get(labels));
        var shown = DisplayText.cut(label.isEmpty() ? "\u2013" : label, (int) (labelWidth / CHARACTER), UNICODE);
        var at = "x=\"%d\" y=\"%d\" height=\"%d\" rx=\"3\""
                .formatted(labelWidth + 10, middle - THICKNESS / 2, THICKNESS);
        html.element("text x=\"%d\" y=\"%d\" text-anchor=\"end\"".formatted(labelWidth, middle + 4), shown);
        html.raw("<rect class=\"track\" %s width=\"%d\"/>".formatted(at, length));
        html.raw("<rect class=\"bar\" %s width=\"%s\"/>".formatted(at, part(row.number(bars), length)));
        html.element(
                "text class=\"value\" x=\"%d\" y=\"%d\"".formatted(labelWidth + length + 18, middle + 4),
                valueColumn.kind().display(row.cells().get(values)));
    }

    private String part(BigDecimal number, int length) {
        var greatest = section.greatest(bars);
        if (number.signum() <= 0 || greatest.signum() == 0) {
            return "0";
        }
        var exact = number.multiply(BigDecimal.valueOf(length)).divide(greatest, 1, RoundingMode.HALF_UP);
        return exact.max(BigDecimal.ONE).toPlainString();
    }

    private String caption(int shown) {
        var of = section.rows().size() > shown
                ? ", first %d of %d".formatted(shown, section.rows().size())
                : "";
        return valueColumn.title() + of;
    }

    /** The column whose written numbers the bars repeat; the bars themselves where there is none. */
    private int sameValues() {
        for (var i = 0; i < section.columns().size(); i++) {
            var column = i;
            var kind = section.columns().get(i).kind();
            if (kind.isNumeric()
                    && kind != Kind.BAR
                    && section.rows().stream()
                            .allMatch(row -> row.number(column).compareTo(row.number(bars)) == 0)) {
                return i;
            }
        }
        return bars;
    }

    private static int widest(List<Row> rows, int column, Kind kind, int most) {
        var characters = rows.stream()
                .mapToInt(row -> DisplayText.width(kind.display(row.cells().get(column))))
                .max()
                .orElse(0);
        return (int) Math.min(most, Math.ceil(characters * CHARACTER) + 4);
    }
}
