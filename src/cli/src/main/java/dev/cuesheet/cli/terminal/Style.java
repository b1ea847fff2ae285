package dev.cuesheet.cli.terminal;

/**
 * What the reader's screen can show. Immutable.
 *
 * @param colour whether ANSI colours are wanted; without, every method returns its text as it is
 * @param unicode whether lines and blocks can be drawn, or only ASCII
 */
public record Style(boolean colour, boolean unicode) {

    /** For files and pipes that nobody watches. */
    public static final Style PLAIN = new Style(false, true);

    public String bold(String text) {
        return wrapped("1", text);
    }

    public String dim(String text) {
        return wrapped("2", text);
    }

    public String red(String text) {
        return wrapped("31", text);
    }

    public String green(String text) {
        return wrapped("32", text);
    }

    public String yellow(String text) {
        return wrapped("33", text);
    }

    public String cyan(String text) {
        return wrapped("36", text);
    }

    /** The first text where the screen can draw it, else the second. */
    public String glyph(String drawn, String ascii) {
        return unicode ? drawn : ascii;
    }

    private String wrapped(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
