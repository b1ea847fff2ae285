package dev.cuesheet.cli.terminal;

/** A bar that fills from the left, in eighths of a column where the screen can draw them. */
public final class Bar {
    private static final String EIGHTHS = " ▏▎▍▌▋▊▉█";

    private Bar() {}

    /**
     * @param done at most {@code total}; what lies outside is brought inside
     * @param total when not positive the bar is empty
     */
    public static String of(Style style, long done, long total, int columns) {
        double share = total <= 0 ? 0 : Math.min(1, Math.max(0, (double) done / total));
        return style.unicode() ? blocks(share, columns) : ascii(share, columns);
    }

    private static String blocks(double share, int columns) {
        long eighths = Math.round(share * columns * 8);
        var bar = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            bar.append(EIGHTHS.charAt((int) Math.max(0, Math.min(8, eighths - 8L * i))));
        }
        return "▕" + bar + "▏";
    }

    private static String ascii(double share, int columns) {
        int full = (int) Math.round(share * columns);
        return "[" + "#".repeat(full) + ".".repeat(columns - full) + "]";
    }
}
