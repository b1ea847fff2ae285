package dev.cuesheet.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Aligned columns for a terminal. Cells may hold anything: control characters are made harmless, wide characters are
 * counted as the two columns that they take. Where the screen's width is known, the widest left-aligned columns give way
 * until the table fits. For one thread.
 */
public final class TextTable {
    private static final String GAP = "  ";
    private static final int LEAST_WIDTH = 8;
    private static final int NOWHERE = Integer.MAX_VALUE;

    /** Where a column's cells stand. */
    public enum Align {
        LEFT,
        RIGHT
    }

    /** @param styled cells that are drawings of ours and not data: neither made harmless nor cut */
    private record Head(String title, Align align, boolean styled) {}

    private final List<Head> heads = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private int ruleBefore = NOWHERE;

    /** Adds a column. */
    public TextTable column(String title, Align align) {
        heads.add(new Head(title, align, false));
        return this;
    }

    TextTable drawing(String title) {
        heads.add(new Head(title, Align.LEFT, true));
        return this;
    }

    /** Adds a row: a cell a column. */
    public TextTable row(String... cells) {
        return row(Arrays.asList(cells));
    }

    /** Adds a row: a cell a column. */
    public TextTable row(List<String> cells) {
        if (cells.size() != heads.size()) {
            throw new IllegalArgumentException(
                    "a row of %d cells for %d columns".formatted(cells.size(), heads.size()));
        }
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Sets the next row off from those above it, as a sum is. */
    public TextTable rule() {
        ruleBefore = rows.size();
        return this;
    }

    /** The table's lines: heading, rule, rows. No trailing blanks. */
    public List<String> lines(Screen screen) {
        var cells = shown(screen);
        var widths = fit(widths(cells), screen);
        var rule = rule(widths, screen);
        var lines = new ArrayList<String>();
        lines.add(line(cells.get(0), widths, screen, true));
        lines.add(rule);
        for (var i = 0; i < rows.size(); i++) {
            if (i == ruleBefore) {
                lines.add(rule);
            }
            lines.add(line(cells.get(i + 1), widths, screen, false));
        }
        return lines;
    }

    /** The table's lines, each ended by a line feed. */
    public String render(Screen screen) {
        return lines(screen).stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** How wide the table is where nothing has to give way. */
    int width(Screen screen) {
        return widthOf(widths(shown(screen)));
    }

    /** The heading and then the rows, as they may go to the screen. */
    private List<List<String>> shown(Screen screen) {
        var shown = new ArrayList<List<String>>();
        shown.add(heads.stream()
                .map(head -> DisplayText.safe(head.title(), screen))
                .toList());
        for (var row : rows) {
            shown.add(IntStream.range(0, row.size())
                    .mapToObj(i -> heads.get(i).styled() ? row.get(i) : DisplayText.safe(row.get(i), screen))
                    .toList());
        }
        return shown;
    }

    private static String rule(int[] widths, Screen screen) {
        var dash = screen.unicode() ? "\u2500" : "-";
        var dashes = Arrays.stream(widths).mapToObj(dash::repeat).collect(Collectors.joining(GAP));
        return Ink.FAINT.on(screen, dashes.stripTrailing());
    }

    private static int widthOf(int[] widths) {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private String line(List<String> cells, int[] widths, Screen screen, boolean heading) {
        var line = new StringBuilder();
        for (var i = 0; i < widths.length; i++) {
            var head = heads.get(i);
            var text = head.styled() && !heading ? cells.get(i) : DisplayText.cut(cells.get(i), widths[i], screen);
            var blanks = " ".repeat(Math.max(0, widths[i] - DisplayText.width(text)));
            var inked = heading ? Ink.TITLE.on(screen, text) : head.styled() ? Ink.BAR.on(screen, text) : text;
            line.append(i == 0 ? "" : GAP).append(head.align() == Align.RIGHT ? blanks + inked : inked + blanks);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(List<List<String>> cells) {
        return IntStream.range(0, heads.size())
                .map(i -> cells.stream()
                        .mapToInt(row -> DisplayText.width(row.get(i)))
                        .max()
                        .orElse(0))
                .toArray();
    }

    private int[] fit(int[] widths, Screen screen) {
        if (screen.width() == 0) {
            return widths;
        }
        var surplus = widthOf(widths) - screen.width();
        for (; surplus > 0; surplus--) {
            var widest = widestThatMayGiveWay(widths);
            if (widest < 0) {
                return widths;
            }
            widths[widest]--;
        }
        return widths;
    }

    private int widestThatMayGiveWay(int[] widths) {
        var widest = -1;
        for (var i = 0; i < widths.length; i++) {
            var head = heads.get(i);
            if (head.align() == Align.LEFT
                    && !head.styled()
                    && widths[i] > LEAST_WIDTH
                    && (widest < 0 || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        return widest;
    }
}
