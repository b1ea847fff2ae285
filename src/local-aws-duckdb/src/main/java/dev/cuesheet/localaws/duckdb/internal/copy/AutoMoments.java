package dev.cuesheet.localaws.duckdb.internal.copy;

import java.time.LocalDate;
import java.time.temporal.JulianFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * DATEFORMAT and TIMEFORMAT 'auto': takes the text apart into numbers, words and separators and recognises the order of
 * year, month and day by their shape. Epochs are not recognised, as in Redshift.
 */
final class AutoMoments implements MomentFormat {
    private static final Map<String, Integer> ZONES = Map.ofEntries(
            Map.entry("z", 0),
            Map.entry("utc", 0),
            Map.entry("gmt", 0),
            Map.entry("est", -5),
            Map.entry("edt", -4),
            Map.entry("cst", -6),
            Map.entry("cdt", -5),
            Map.entry("mst", -7),
            Map.entry("mdt", -6),
            Map.entry("pst", -8),
            Map.entry("pdt", -7),
            Map.entry("cet", 1),
            Map.entry("cest", 2));

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private String text = "";
    private int at;

    @Override
    public Moment parse(byte[] bytes, int start, int end) throws Mismatch {
        text = Numbers.text(bytes, start, end).strip().toLowerCase(Locale.ROOT);
        at = 0;
        var date = date();
        if (at < text.length() && (peek() == 't' || peek() == ' ')) {
            at++;
        }
        skipBlanks();
        long micros = at < text.length() && Character.isDigit(peek()) ? time() : 0;
        int offset = zone();
        skipBlanks();
        if (text.startsWith("bc", at)) {
            date = date.withYear(1 - date.getYear());
            at += 2;
        } else if (text.startsWith("ad", at)) {
            at += 2;
        }
        if (at != text.length()) {
            throw Mismatch.INSTANCE;
        }
        return new Moment(date.toEpochDay(), micros, offset);
    }

    // ---- date

    private LocalDate date() throws Mismatch {
        if (peek() == 'j' && at + 1 < text.length() && Character.isDigit(text.charAt(at + 1))) {
            at++;
            return LocalDate.MIN.with(JulianFields.JULIAN_DAY, Long.parseLong(digits()));
        } else if (Character.isLetter(peek())) {
            int month = month();
            separator();
            int day = Integer.parseInt(digits());
            separator();
            return of(year(digits()), month, day);
        }
        var first = digits();
        if (first.length() == 8 && (at == text.length() || !isDateSeparator(peek()))) {
            return of(number(first, 0, 4), number(first, 4, 6), number(first, 6, 8));
        } else if (first.length() == 6 && (at == text.length() || !isDateSeparator(peek()))) {
            return of(2000 + number(first, 0, 2), number(first, 2, 4), number(first, 4, 6));
        }
        char separator = peek();
        separator();
        if (Character.isLetter(peek())) {
            int month = month();
            separator();
            var last = digits();
            return first.length() == 4
                    ? of(Integer.parseInt(first), month, Integer.parseInt(last))
                    : of(year(last), month, Integer.parseInt(first));
        }
        var second = digits();
        if (first.length() == 4 && separator == '.' && second.length() == 3) {
            return ofDay(Integer.parseInt(first), Integer.parseInt(second));
        }
        separator();
        return numeric(first, second, digits(), separator);
    }

    private static LocalDate numeric(String first, String second, String third, char separator) throws Mismatch {
        if (first.length() == 4) {
            return of(Integer.parseInt(first), Integer.parseInt(second), Integer.parseInt(third));
        } else if (separator == '.') {
            return of(year(third), Integer.parseInt(second), Integer.parseInt(first));
        }
        return of(year(third), Integer.parseInt(first), Integer.parseInt(second));
    }

    private static int year(String digits) throws Mismatch {
        if (digits.length() != 4 && digits.length() != 2) {
            throw Mismatch.INSTANCE;
        }
        int year = Integer.parseInt(digits);
        return digits.length() == 2 ? (year < 70 ? 2000 : 1900) + year : year;
    }

    private static LocalDate of(int year, int month, int day) throws Mismatch {
        return LocalDate.ofEpochDay(Moment.of(year, month, day, 0, 0).epochDay());
    }

    private static LocalDate ofDay(int year, int day) throws Mismatch {
        if (day < 1 || day > LocalDate.of(year, 1, 1).lengthOfYear()) {
            throw Mismatch.INSTANCE;
        }
        return LocalDate.ofYearDay(year, day);
    }

    private int month() throws Mismatch {
        int from = at;
        while (at < text.length() && Character.isLetter(peek())) {
            at++;
        }
        int month = at - from < 3 ? 0 : MONTHS.indexOf(text.substring(from, from + 3)) + 1;
        if (month == 0) {
            throw Mismatch.INSTANCE;
        }
        return month;
    }

    private static boolean isDateSeparator(char c) {
        return c == '-' || c == '/' || c == '.';
    }

    private void separator() throws Mismatch {
        if (at == text.length() || !isDateSeparator(peek()) && peek() != ' ' && peek() != ',') {
            throw Mismatch.INSTANCE;
        }
        at++;
        skipBlanks();
    }

    // ---- time of day

    private long time() throws Mismatch {
        var first = digits();
        int hour;
        int minute = 0;
        long micros = 0;
        if (first.length() == 6 || first.length() == 4) {
            hour = number(first, 0, 2);
            minute = number(first, 2, 4);
            micros = first.length() == 6 ? number(first, 4, 6) * MICROS_PER_SECOND : 0;
        } else {
            hour = Integer.parseInt(first);
            if (at == text.length() || text.charAt(at++) != ':') {
                throw Mismatch.INSTANCE;
            }
            minute = Integer.parseInt(digits());
            if (peek() == ':') {
                at++;
                micros = Integer.parseInt(digits()) * MICROS_PER_SECOND;
            }
        }
        if (peek() == '.') {
            at++;
            micros += fraction(digits());
        }
        hour = half(hour);
        if (hour > 23 || minute > 59 || micros >= 60 * MICROS_PER_SECOND) {
            throw Mismatch.INSTANCE;
        }
        return (hour * 60L + minute) * 60 * MICROS_PER_SECOND + micros;
    }

    private static long fraction(String digits) {
        var six = (digits + "000000").substring(0, 6);
        return Long.parseLong(six);
    }

    private int half(int hour) {
        int mark = at;
        skipBlanks();
        if (text.startsWith("am", at) || text.startsWith("pm", at)) {
            int half = peek() == 'p' ? 12 : 0;
            at += 2;
            return hour % 12 + half;
        }
        at = mark;
        return hour;
    }

    private int zone() throws Mismatch {
        skipBlanks();
        char c = peek();
        if (c == '+' || c == '-') {
            at++;
            var digits = digits();
            int hours = digits.length() <= 2 ? Integer.parseInt(digits) : number(digits, 0, 2);
            int minutes = digits.length() == 4 ? number(digits, 2, 4) : 0;
            if (peek() == ':') {
                at++;
                minutes = Integer.parseInt(digits());
            }
            return (c == '-' ? -1 : 1) * (hours * 60 + minutes) * 60;
        }
        int from = at;
        while (at < text.length() && Character.isLetter(peek())) {
            at++;
        }
        var hours = ZONES.get(text.substring(from, at));
        if (hours == null) {
            at = from;
            return 0;
        }
        return hours * 3_600;
    }

    // ---- characters

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private void skipBlanks() {
        while (peek() == ' ') {
            at++;
        }
    }

    private String digits() throws Mismatch {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        if (at == from || at - from > 9) {
            throw Mismatch.INSTANCE;
        }
        return text.substring(from, at);
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits.substring(from, to));
    }
}
