package dev.cuesheet.engine.internal.schedule;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A cron expression as sets of bits, and the wall times that it matches. Immutable.
 *
 * <p>The dialect is croniter's, which is what Airflow reads expressions with: minute, hour, day of month, month, day of
 * week and, when there is a sixth field, seconds <em>last</em>. Names of months and days, ranges (also across the end, as
 * {@code fri-mon} or {@code 22-2}), steps, {@code 7} for Sunday, {@code ?} for any day, {@code L} for a month's last day,
 * {@code 5#3} for its third Friday and {@code L5} for its last one. When day of month and day of week are both given, a day
 * needs only one of them. Two things differ on purpose: {@code 5-5} is 5 (croniter takes it for every value), and an
 * expression that never comes, such as 30 February, is faulty (croniter notices only when asked for the next one).
 *
 * <p>Wall times are counted in seconds from 1970-01-01T00:00:00 on the wall clock.
 */
public final class CronFields {
    /** The presets of Airflow's {@code utils/dates.py}, and croniter's two further names. */
    private static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@midnight", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@quarterly", "0 0 1 */3 *",
            "@yearly", "0 0 1 1 *",
            "@annually", "0 0 1 1 *");

    private static final int DAY = 86_400;
    private static final int HOUR = 3_600;
    private static final int MINUTE = 60;
    private static final int WEEK = 7;
    private static final int MONTHS = 12;
    /** After so many months the Gregorian calendar repeats. */
    private static final int MONTHS_OF_A_CYCLE = 400 * MONTHS;
    /** A bit for every seventh day of six weeks. */
    private static final long SAME_DAY_OF_EACH_WEEK = 0x8_1020_4081L;
    /** 1970-01-01 was a Thursday. */
    private static final int DAY_OF_WEEK_OF_DAY_ZERO = 4;

    private final long seconds;
    private final long minutes;
    private final long hours;
    private final long months;
    private final DayRule days;
    private final int firstTime;
    private final int lastTime;

    private CronFields(long seconds, long minutes, long hours, long months, DayRule days) {
        this.seconds = seconds;
        this.minutes = minutes;
        this.hours = hours;
        this.months = months;
        this.days = days;
        firstTime = lowest(hours) * HOUR + lowest(minutes) * MINUTE + lowest(seconds);
        lastTime = highest(hours) * HOUR + highest(minutes) * MINUTE + highest(seconds);
    }

    /**
     * Reads an expression or preset.
     *
     * @throws IllegalArgumentException when it is faulty; the message says what is wrong but not with which expression
     */
    public static CronFields parse(String expression) {
        var fields = expand(expression.strip()).toLowerCase(Locale.ROOT).split("\\s+");
        if (fields.length != 5 && fields.length != 6) {
            throw new IllegalArgumentException(
                    "it needs five fields (minute, hour, day of month, month, day of week) or six (seconds last), and has "
                            + (expression.isBlank() ? 0 : fields.length));
        }
        var read = new CronFields(
                fields.length == 6 ? CronField.SECOND.read(fields[5]) : 1,
                CronField.MINUTE.read(fields[0]),
                CronField.HOUR.read(fields[1]),
                CronField.MONTH.read(fields[3]),
                DayRule.read(fields[2], fields[4]));
        if (!read.everComes()) {
            throw new IllegalArgumentException("no such day ever comes");
        }
        return read;
    }

    /** Whether it matches in every hour of a day that it matches; Airflow's {@code _covers_every_hour}. */
    boolean coversEveryHour() {
        return hours == CronField.HOUR.all();
    }

    /** The first match strictly after. */
    long next(long wall) {
        long day = Math.floorDiv(wall, DAY);
        var date = LocalDate.ofEpochDay(day);
        if (matches(date)) {
            int time = timeAfter((int) (wall - day * DAY));
            if (time >= 0) {
                return day * DAY + time;
            }
        }
        return dayFrom(date.plusDays(1), Integer.MAX_VALUE) * DAY + firstTime;
    }

    /** The last match strictly before. */
    long previous(long wall) {
        long day = Math.floorDiv(wall, DAY);
        var date = LocalDate.ofEpochDay(day);
        if (matches(date)) {
            int time = timeBefore((int) (wall - day * DAY));
            if (time >= 0) {
                return day * DAY + time;
            }
        }
        return dayUpTo(date.minusDays(1)) * DAY + lastTime;
    }

    private boolean everComes() {
        return dayFrom(LocalDate.of(2000, 1, 1), MONTHS_OF_A_CYCLE) != Long.MIN_VALUE;
    }

    private boolean matches(LocalDate date) {
        return has(months, date.getMonthValue()) && has(daysOf(date.withDayOfMonth(1)), date.getDayOfMonth());
    }

    private long dayFrom(LocalDate from, int monthsToSearch) {
        var month = from.withDayOfMonth(1);
        int at = from.getDayOfMonth();
        for (int searched = 0; searched < monthsToSearch; searched++) {
            if (has(months, month.getMonthValue())) {
                long left = daysOf(month) & -1L << at;
                if (left != 0) {
                    return month.toEpochDay() + lowest(left) - 1;
                }
            }
            month = month.plusMonths(1);
            at = 1;
        }
        return Long.MIN_VALUE;
    }

    private long dayUpTo(LocalDate to) {
        var month = to.withDayOfMonth(1);
        int at = to.getDayOfMonth();
        while (true) {
            if (has(months, month.getMonthValue())) {
                long left = daysOf(month) & (1L << at + 1) - 1;
                if (left != 0) {
                    return month.toEpochDay() + highest(left) - 1;
                }
            }
            month = month.minusMonths(1);
            at = CronField.DAY_OF_MONTH.highest();
        }
    }

    /** A bit for each day of the month that matches, whether or not the month itself does. */
    private long daysOf(LocalDate firstOfMonth) {
        return days.of(firstOfMonth.lengthOfMonth(), (int)
                Math.floorMod(firstOfMonth.toEpochDay() + DAY_OF_WEEK_OF_DAY_ZERO, (long) WEEK));
    }

    /** Seconds of the day; negative when there is none left. */
    private int timeAfter(int time) {
        int hour = time / HOUR;
        int minute = time / MINUTE % MINUTE;
        if (has(hours, hour)) {
            long secondsLeft = has(minutes, minute) ? above(seconds, time % MINUTE) : 0;
            if (secondsLeft != 0) {
                return hour * HOUR + minute * MINUTE + lowest(secondsLeft);
            }
            long minutesLeft = above(minutes, minute);
            if (minutesLeft != 0) {
                return hour * HOUR + lowest(minutesLeft) * MINUTE + lowest(seconds);
            }
        }
        long hoursLeft = above(hours, hour);
        return hoursLeft == 0 ? -1 : lowest(hoursLeft) * HOUR + lowest(minutes) * MINUTE + lowest(seconds);
    }

    /** Seconds of the day; negative when there was none. */
    private int timeBefore(int time) {
        int hour = time / HOUR;
        int minute = time / MINUTE % MINUTE;
        if (has(hours, hour)) {
            long secondsLeft = has(minutes, minute) ? below(seconds, time % MINUTE) : 0;
            if (secondsLeft != 0) {
                return hour * HOUR + minute * MINUTE + highest(secondsLeft);
            }
            long minutesLeft = below(minutes, minute);
            if (minutesLeft != 0) {
                return hour * HOUR + highest(minutesLeft) * MINUTE + highest(seconds);
            }
        }
        long hoursLeft = below(hours, hour);
        return hoursLeft == 0 ? -1 : highest(hoursLeft) * HOUR + highest(minutes) * MINUTE + highest(seconds);
    }

    private static String expand(String expression) {
        if (!expression.startsWith("@")) {
            return expression;
        }
        if (expression.equals("@once") || expression.equals("@continuous")) {
            throw new IllegalArgumentException(
                    "it is a schedule of its own: Schedule." + expression.substring(1) + "()");
        }
        var fields = PRESETS.get(expression);
        if (fields == null) {
            throw new IllegalArgumentException("there is no such preset; there are "
                    + String.join(" ", PRESETS.keySet().stream().sorted().toList()));
        }
        return fields;
    }

    static boolean has(long bits, int at) {
        return (bits >>> at & 1) != 0;
    }

    private static long above(long bits, int at) {
        return bits & -2L << at;
    }

    private static long below(long bits, int at) {
        return bits & (1L << at) - 1;
    }

    private static int lowest(long bits) {
        return Long.numberOfTrailingZeros(bits);
    }

    private static int highest(long bits) {
        return Long.SIZE - 1 - Long.numberOfLeadingZeros(bits);
    }

    /**
     * Which days of a month match.
     *
     * @param ofMonth a bit for each day from 1
     * @param last also the month's last day
     * @param ofWeek a bit for each day from Sunday, which is 0
     * @param nthOfWeek six bits for each day from Sunday: the first to the fifth in the month, and the last
     * @param byMonth whether the day of the month says anything
     * @param byWeek whether the day of the week says anything
     */
    private record DayRule(long ofMonth, boolean last, long ofWeek, long nthOfWeek, boolean byMonth, boolean byWeek) {
        private static final int NTHS = 6;
        private static final int LAST = 5;

        static DayRule read(String month, String week) {
            boolean byMonth = restricts(month);
            boolean byWeek = restricts(week);
            long ofMonth = 0;
            boolean last = false;
            if (byMonth) {
                for (var part : CronField.parts(month)) {
                    if (part.equals("l")) {
                        last = true;
                    } else {
                        ofMonth |= CronField.DAY_OF_MONTH.readPart(part);
                    }
                }
            }
            long ofWeek = 0;
            long nths = 0;
            if (byWeek) {
                for (var part : CronField.parts(week)) {
                    int nth = nth(part);
                    if (nth < 0) {
                        ofWeek |= CronField.DAY_OF_WEEK.readPart(part);
                    } else {
                        nths |= 1L << nth;
                    }
                }
            }
            return new DayRule(ofMonth, last, ofWeek, nths, byMonth, byWeek);
        }

        private static boolean restricts(String field) {
            return !field.equals("?") && !List.of(CronField.parts(field)).contains("*");
        }

        /** The bit that {@code 5#3} or {@code L5} stands for; negative when the part is neither. */
        private static int nth(String part) {
            if (part.startsWith("l")) {
                return CronField.DAY_OF_WEEK.value(part.substring(1)) % WEEK * NTHS + LAST;
            }
            int hash = part.indexOf('#');
            if (hash < 0) {
                return -1;
            }
            var count = part.substring(hash + 1);
            if (!count.matches("[1-5]")) {
                throw new IllegalArgumentException("\"%s\" needs a number from 1 to 5 after #".formatted(part));
            }
            return CronField.DAY_OF_WEEK.value(part.substring(0, hash)) % WEEK * NTHS + count.charAt(0) - '1';
        }

        long of(int length, int firstDayOfWeek) {
            long all = (1L << length) - 1 << 1;
            if (!byMonth && !byWeek) {
                return all;
            }
            long bits = 0;
            if (byMonth) {
                bits = ofMonth & all | (last ? 1L << length : 0);
            }
            if (byWeek) {
                bits |= ofWeek * SAME_DAY_OF_EACH_WEEK >>> firstDayOfWeek << 1 & all;
                for (long left = nthOfWeek; left != 0; left &= left - 1) {
                    bits |= nthDay(lowest(left), length, firstDayOfWeek) & all;
                }
            }
            return bits;
        }

        private static long nthDay(int bit, int length, int firstDayOfWeek) {
            int first = 1 + (bit / NTHS - firstDayOfWeek + WEEK) % WEEK;
            int weeks = bit % NTHS == LAST ? (length - first) / WEEK : bit % NTHS;
            return 1L << first + weeks * WEEK;
        }
    }
}
