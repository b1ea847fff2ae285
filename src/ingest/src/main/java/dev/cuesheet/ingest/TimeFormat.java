package dev.cuesheet.ingest;

import dev.cuesheet.ingest.internal.Utf8;

/** How a source writes dates and times. */
public enum TimeFormat {
    /** {@code 2008-02-18 02:36:48}. */
    ISO("YYYY-MM-DD HH:MI:SS"),
    /** {@code 2/18/2008 02:36:48}; month and day may have one digit. */
    US("MM/DD/YYYY HH:MI:SS");

    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String pattern;

    TimeFormat(String pattern) {
        this.pattern = pattern;
    }

    /** The pattern as Redshift's {@code TIMEFORMAT} wants it. */
    public String pattern() {
        return pattern;
    }

    /** Whether the bytes are a date in this format, of a day that there is. */
    boolean isDate(byte[] text, int from, int to) {
        return switch (this) {
            case ISO ->
                to - from == 10
                        && text[from + 4] == '-'
                        && text[from + 7] == '-'
                        && isDay(text, from, from + 4, from + 5, from + 7, from + 8, to);
            case US -> {
                var month = indexOf(text, '/', from, to);
                var day = indexOf(text, '/', month + 1, to);
                yield to - day == 5 && isDay(text, day + 1, to, from, month, month + 1, day);
            }
        };
    }

    /** Whether the bytes are a date in this format, one blank, and a time of day. */
    boolean isTimestamp(byte[] text, int from, int to) {
        var blank = to - 9;
        return blank > from
                && text[blank] == ' '
                && text[blank + 3] == ':'
                && text[blank + 6] == ':'
                && isBelow(24, text, blank + 1)
                && isBelow(60, text, blank + 4)
                && isBelow(60, text, blank + 7)
                && isDate(text, from, blank);
    }

    private static boolean isDay(byte[] text, int y, int yEnd, int m, int mEnd, int d, int dEnd) {
        if (!Utf8.isDigits(text, y, yEnd)
                || !Utf8.isDigits(text, m, mEnd)
                || !Utf8.isDigits(text, d, dEnd)
                || mEnd - m > 2
                || dEnd - d > 2) {
            return false;
        }
        var year = (int) Utf8.digits(text, y, yEnd);
        var month = (int) Utf8.digits(text, m, mEnd);
        var day = (int) Utf8.digits(text, d, dEnd);
        return month >= 1 && month <= 12 && day >= 1 && day <= daysIn(month, year);
    }

    private static int daysIn(int month, int year) {
        var leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : DAYS[month - 1];
    }

    private static boolean isBelow(int limit, byte[] text, int from) {
        return Utf8.isDigits(text, from, from + 2) && Utf8.digits(text, from, from + 2) < limit;
    }

    private static int indexOf(byte[] text, char wanted, int from, int to) {
        var at = from;
        while (at < to && text[at] != wanted) {
            at++;
        }
        return at;
    }
}
