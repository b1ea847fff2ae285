package dev.cuesheet.cli.terminal;

/** How many columns of a terminal a line takes, colours none. */
final class Width {
    /** Above this lie the scripts that terminals draw two columns wide. Some do not, which only cuts a line early. */
    private static final int FIRST_WIDE = 0x1100;

    private static final int FIRST_SYMBOL = 0x2000;
    private static final int LAST_SYMBOL = 0x2bff;

    private Width() {}

    /** The line shortened to so many columns; colours that were open are closed. */
    static String cut(String line, int columns) {
        int used = 0;
        boolean coloured = false;
        for (int i = 0; i < line.length(); ) {
            int codePoint = line.codePointAt(i);
            if (codePoint == '\u001b') {
                coloured = true;
                i = endOfEscape(line, i);
                continue;
            }
            used += isWide(codePoint) ? 2 : 1;
            if (used > columns) {
                return line.substring(0, i) + (coloured ? "\u001b[0m" : "");
            }
            i += Character.charCount(codePoint);
        }
        return line;
    }

    private static int endOfEscape(String text, int start) {
        int end = text.indexOf('m', start);
        return end < 0 ? text.length() : end + 1;
    }

    private static boolean isWide(int codePoint) {
        return codePoint >= FIRST_WIDE && !(codePoint >= FIRST_SYMBOL && codePoint <= LAST_SYMBOL);
    }
}
