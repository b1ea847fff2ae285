package dev.cuesheet.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows under aligned headings. Not safe to share between threads. */
public final class TextTable {

    /** Which side of its column a text stands on. */
    public enum Align {
        LEFT,
        RIGHT
    }

    private record Column(String heading, Align align) {}

    private final Style style;
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(Style style) {
        this.style = style;
    }

    public TextTable column(String heading, Align align) {
        columns.add(new Column(heading, align));
        return this;
    }

    /** @param cells one a column; they may be coloured already */
    public TextTable row(List<String> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException("a row needs %d cells, got %d".formatted(columns.size(), cells.size()));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** The headings, a rule and the rows, each line without an end of line. */
    public List<String> lines() {
        var widths = widths();
        var lines = new ArrayList<String>(rows.size() + 2);
        lines.add(line(columns.stream().map(c -> style.bold(c.heading())).toList(), widths));
        lines.add(style.dim(rule(widths)));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths() {
        var widths = columns.stream().mapToInt(c -> Width.of(c.heading())).toArray();
        for (var row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Width.of(row.get(i)));
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(i == 0 ? "" : "  ");
            line.append(
                    columns.get(i).align() == Align.RIGHT
                            ? Width.padStart(cells.get(i), widths[i])
                            : Width.padEnd(cells.get(i), widths[i]));
        }
        return line.toString().stripTrailing();
    }

    private String rule(int[] widths) {
        var dashes = new ArrayList<String>(widths.length);
        for (int width : widths) {
            dashes.add(style.glyph("─", "-").repeat(width));
        }
        return String.join("  ", dashes);
    }
}
