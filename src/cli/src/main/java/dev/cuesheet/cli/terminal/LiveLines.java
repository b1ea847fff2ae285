package dev.cuesheet.cli.terminal;

import java.io.PrintStream;
import java.util.List;

/** Lines on a terminal that are written over when they change. For one thread at a time. */
public final class LiveLines {
    private static final String UP = "\u001b[%dA";
    private static final String CLEAR_TO_END_OF_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private final PrintStream terminal;
    private final Tty.Size size;
    private int standing;

    public LiveLines(PrintStream terminal, Tty.Size size) {
        this.terminal = terminal;
        this.size = size;
    }

    /** How many lines fit without scrolling. */
    public int rows() {
        return size.rows() - 1;
    }

    /** Puts these lines in place of those shown before; what is too wide is cut, since a wrapped line cannot be written over. */
    public void show(List<String> lines) {
        var picture = new StringBuilder();
        if (standing > 0) {
            picture.append(UP.formatted(standing));
        }
        picture.append('\r');
        for (var line : lines) {
            picture.append(Width.cut(line, size.columns() - 1))
                    .append(CLEAR_TO_END_OF_LINE)
                    .append('\n');
        }
        picture.append(CLEAR_BELOW);
        standing = lines.size();
        terminal.print(picture);
        terminal.flush();
    }
}
