package dev.cuesheet.engine.internal.schedule;

import java.util.List;

/** What one field of a cron expression may say. Values are read into sets of bits. */
enum CronField {
    SECOND("second", 0, 59, List.of()),
    MINUTE("minute", 0, 59, List.of()),
    HOUR("hour", 0, 23, List.of()),
    DAY_OF_MONTH("day of month", 1, 31, List.of()),
    MONTH("month", 1, 12, List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    /** Sunday is 0, and also 7. */
    DAY_OF_WEEK("day of week", 0, 6, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat"));

    private static final int SUNDAY_AGAIN = 7;
    private static final int LONGEST_NUMBER = 3;

    private final String title;
    private final int lowest;
    private final int highest;
    private final List<String> names;

    CronField(String title, int lowest, int highest, List<String> names) {
        this.title = title;
        this.lowest = lowest;
        this.highest = highest;
        this.names = names;
    }

    int highest() {
        return highest;
    }

    /** A bit for each value there is. */
    long all() {
        return (1L << highest + 1) - (1L << lowest);
    }

    /** The comma-separated parts of a field's text. */
    static String[] parts(String text) {
        return text.split(",", -1);
    }

    /** A bit for each value that the field's text, in lower case, stands for. */
    long read(String text) {
        long bits = 0;
        for (var part : parts(text)) {
            bits |= readPart(part);
        }
        return bits;
    }

    /** The same for one part: a value, a range or a star, with or without a step. */
    long readPart(String part) {
        int slash = part.indexOf('/');
        var range = slash < 0 ? part : part.substring(0, slash);
        int step = slash < 0 ? 1 : step(part.substring(slash + 1), part);
        if (range.equals("*")) {
            return values(lowest, highest, step);
        }
        int dash = range.indexOf('-');
        if (dash < 0) {
            int from = wrapped(value(range));
            return values(from, slash < 0 ? from : highest, step);
        }
        int from = value(range.substring(0, dash));
        int to = value(range.substring(dash + 1));
        if (from == to) {
            return values(wrapped(from), wrapped(to), step);
        }
        from = wrapped(from);
        return values(from, from <= to ? to : to + highest - lowest + 1, step);
    }

    /** One value, by number or name. */
    int value(String text) {
        int name = names.indexOf(text);
        if (name >= 0) {
            return lowest + name;
        }
        if (text.isEmpty() || text.length() > LONGEST_NUMBER || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new IllegalArgumentException("%s \"%s\" is no %s"
                    .formatted(
                            title, text, names.isEmpty() ? "number" : "number and none of " + String.join(" ", names)));
        }
        int value = Integer.parseInt(text);
        int limit = this == DAY_OF_WEEK ? SUNDAY_AGAIN : highest;
        if (value < lowest || value > limit) {
            throw new IllegalArgumentException("%s %s is not in %d-%d".formatted(title, text, lowest, limit));
        }
        return value;
    }

    private int wrapped(int value) {
        return this == DAY_OF_WEEK && value == SUNDAY_AGAIN ? 0 : value;
    }

    /** Values past the highest go on from the lowest. */
    private long values(int from, int to, int step) {
        int count = highest - lowest + 1;
        long bits = 0;
        for (int value = from; value <= to; value += step) {
            bits |= 1L << lowest + (value - lowest) % count;
        }
        return bits;
    }

    private int step(String text, String part) {
        if (text.isEmpty()
                || text.length() > LONGEST_NUMBER
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(text) == 0) {
            throw new IllegalArgumentException("%s \"%s\" needs a step from 1".formatted(title, part));
        }
        return Integer.parseInt(text);
    }
}
