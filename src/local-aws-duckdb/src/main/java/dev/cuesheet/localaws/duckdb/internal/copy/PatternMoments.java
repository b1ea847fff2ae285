package dev.cuesheet.localaws.duckdb.internal.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Dates and times of a pattern such as {@code MM/DD/YYYY HH:MI:SS}. Numbers may have fewer digits than the pattern
 * names, seconds may have a fraction, and the time of day may be left out.
 */
final class PatternMoments implements MomentFormat {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private enum Part {
        YEAR4("YYYY", 4),
        YEAR2("YY", 2),
        MONTH_NAME("MON", 0),
        MONTH("MM", 2),
        MINUTE("MI", 2),
        DAY("DD", 2),
        HOUR24("HH24", 2),
        HOUR12("HH12", 2),
        HOUR("HH", 2),
        SECOND("SS", 2),
        AM("AM", 0),
        PM("PM", 0),
        OFFSET("OF", 0),
        LITERAL("", 0);

        private final String pattern;
        private final int digits;

        Part(String pattern, int digits) {
            this.pattern = pattern;
            this.digits = digits;
        }
    }

    private record Step(Part part, char literal) {}

    private final List<Step> steps = new ArrayList<>();
    private byte[] bytes = new byte[0];
    private int at;
    private int end;

    PatternMoments(String pattern) {
        for (int i = 0; i < pattern.length(); ) {
            var part = partAt(pattern, i);
            steps.add(new Step(part, pattern.charAt(i)));
            i += Math.max(1, part.pattern.length());
        }
    }

    private static Part partAt(String pattern, int at) {
        for (var part : Part.values()) {
            if (pattern.regionMatches(true, at, part.pattern, 0, part.pattern.length())) {
                return part;
            }
        }
        return Part.LITERAL;
    }

    @Override
    public Moment parse(byte[] text, int start, int stop) throws Mismatch {
        bytes = text;
        at = start;
        end = stop;
        int year = 1;
        int month = 1;
        int day = 1;
        int hour = 0;
        int minute = 0;
        long micros = 0;
        int offset = 0;
        int half = -1;
        boolean date = false;
        for (var step : steps) {
            if (at == end && date && isAfterDate(step.part())) {
                break;
            }
            switch (step.part()) {
                case YEAR4 -> year = number(4);
                case YEAR2 -> year = 2000 + number(2);
                case MONTH -> month = number(2);
                case MONTH_NAME -> month = monthName();
                case DAY -> {
                    day = number(2);
                    date = true;
                }
                case HOUR24, HOUR12, HOUR -> hour = number(2);
                case MINUTE -> minute = number(2);
                case SECOND -> micros = seconds();
                case AM, PM -> half = half();
                case OFFSET -> offset = at == end ? 0 : offset();
                case LITERAL -> literal(step.literal());
            }
        }
        if (at != end) {
            throw Mismatch.INSTANCE;
        }
        if (half >= 0) {
            hour = hour % 12 + 12 * half;
        }
        if (hour > 23 || minute > 59 || micros >= 60 * MICROS_PER_SECOND) {
            throw Mismatch.INSTANCE;
        }
        return Moment.of(year, month, day, (hour * 60L + minute) * 60 * MICROS_PER_SECOND + micros, offset);
    }

    private static boolean isAfterDate(Part part) {
        return switch (part) {
            case HOUR24, HOUR12, HOUR, MINUTE, SECOND, AM, PM, OFFSET, LITERAL -> true;
            case YEAR4, YEAR2, MONTH, MONTH_NAME, DAY -> false;
        };
    }

    private int number(int digits) throws Mismatch {
        int value = 0;
        int from = at;
        while (at < end && at - from < digits && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + bytes[at++] - '0';
        }
        if (at == from) {
            throw Mismatch.INSTANCE;
        }
        return value;
    }

    private long seconds() throws Mismatch {
        long micros = number(2) * MICROS_PER_SECOND;
        if (at < end && bytes[at] == '.') {
            at++;
            long unit = MICROS_PER_SECOND / 10;
            while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
                micros += (bytes[at++] - '0') * unit;
                unit /= 10;
            }
        }
        return micros;
    }

    private int monthName() throws Mismatch {
        int from = at;
        while (at < end && Character.isLetter(bytes[at])) {
            at++;
        }
        var name = Numbers.text(bytes, from, at).toLowerCase(Locale.ROOT);
        int month = name.length() < 3 ? 0 : MONTHS.indexOf(name.substring(0, 3)) + 1;
        if (month == 0) {
            throw Mismatch.INSTANCE;
        }
        return month;
    }

    private int half() throws Mismatch {
        if (end - at < 2 || (bytes[at + 1] | 0x20) != 'm') {
            throw Mismatch.INSTANCE;
        }
        int half = switch (bytes[at] | 0x20) {
            case 'a' -> 0;
            case 'p' -> 1;
            default -> throw Mismatch.INSTANCE;
        };
        at += 2;
        return half;
    }

    private int offset() throws Mismatch {
        if (bytes[at] == 'Z') {
            at++;
            return 0;
        }
        int sign = bytes[at] == '-' ? -1 : bytes[at] == '+' ? 1 : 0;
        if (sign == 0) {
            throw Mismatch.INSTANCE;
        }
        at++;
        int hours = number(2);
        if (at < end && bytes[at] == ':') {
            at++;
        }
        int minutes = at < end ? number(2) : 0;
        return sign * (hours * 60 + minutes) * 60;
    }

    private void literal(char expected) throws Mismatch {
        if (at == end || bytes[at] != expected) {
            throw Mismatch.INSTANCE;
        }
        at++;
    }
}
