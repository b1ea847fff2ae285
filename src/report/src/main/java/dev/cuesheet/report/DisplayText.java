package dev.cuesheet.report;

import java.util.ArrayList;
import java.util.List;

/** Text from data on a terminal: how wide it is, and nothing in it that could command the terminal. */
final class DisplayText {
    private DisplayText() {}

    /** The text with every control character and every mark that reorders its surroundings made visible and harmless. */
    static String safe(String text, Screen screen) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isHarmful(c)) {
                safe.append(screen.unicode() ? '\ufffd' : '?');
            } else if (c > 0x7e && !screen.unicode()) {
                safe.append('?');
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** How many columns a terminal gives the text. */
    static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    /** The text cut to a width, its end marked where something is missing. */
    static String cut(String text, int width, Screen screen) {
        if (width(text) <= width) {
            return text;
        }
        var mark = screen.unicode() ? "\u2026" : "~";
        var cut = new StringBuilder();
        var used = 0;
        for (var c : text.codePoints().toArray()) {
            used += width(c);
            if (used > width - 1) {
                break;
            }
            cut.appendCodePoint(c);
        }
        return cut.append(mark).toString();
    }

    /** The text in lines of at most a width, broken at blanks; a longer word keeps a line to itself. 0 breaks nothing. */
    static List<String> wrapped(String text, int width) {
        if (width == 0) {
            return List.of(text);
        }
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (var word : text.split(" ")) {
            if (!line.isEmpty() && width(line.toString()) + 1 + width(word) > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    private static boolean isHarmful(int c) {
        return Character.isISOControl(c)
                || (c >= 0x202a && c <= 0x202e)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0x2028
                || c == 0x2029
                || c == 0x200e
                || c == 0x200f;
    }

    private static int width(int c) {
        var type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
            return 0;
        }
        return isWide(c) ? 2 : 1;
    }

    /** The blocks that terminals draw two columns wide: CJK, Hangul, full-width forms, pictographs. */
    private static boolean isWide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0xffe0 && c <= 0xffe6)
                        || (c >= 0x1f300 && c <= 0x1faff)
                        || (c >= 0x20000 && c <= 0x3fffd));
    }
}
