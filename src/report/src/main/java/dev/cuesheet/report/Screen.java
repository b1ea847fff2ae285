package dev.cuesheet.report;

/**
 * What the terminal can show.
 *
 * @param width in columns; 0 when unknown, as in a pipe
 * @param unicode whether it shows more than ASCII
 * @param colour whether colour was asked for
 */
public record Screen(int width, boolean unicode, boolean colour) {
    public Screen {
        if (width < 0) {
            throw new IllegalArgumentException("width must not be negative, got " + width);
        }
    }

    /** ASCII without colour, of unknown width: safe anywhere. */
    public static Screen plain() {
        return new Screen(0, false, false);
    }
}
