package dev.cuesheet.ingest.tickit.internal;

import java.util.Set;

/**
 * The year as the public data has it, days counted from 0. It lacks 29 February but not the weekday that day took, so
 * weekdays run on unbroken from a 1 January that they call a Wednesday, and are right only from 1 March on. Weeks begin on
 * Saturdays, and 31 October already counts to the week that begins after it.
 */
final class Calendar2008 {
    static final int DAYS = 365;
    static final int SECONDS_A_DAY = 86_400;
    static final int FIRST_DATE_ID = 1827;
    static final int FIRST_OF_MAY = 120;
    static final int MAY = 5;

    private static final int[] MONTH_STARTS = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, DAYS};
    private static final String[] MONTHS = {
        "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"
    };
    private static final String[] WEEKDAYS = {"WE", "TH", "FR", "SA", "SU", "MO", "TU"};
    private static final int LAST_OF_OCTOBER = 303;
    private static final Set<Integer> HOLIDAYS = Set.of(0, 145, 184, 243, 330, 358, 359);

    private Calendar2008() {}

    static int dateId(int day) {
        return FIRST_DATE_ID + day;
    }

    /** From 1. */
    static int month(int day) {
        var month = day / 31;
        return MONTH_STARTS[month + 1] <= day ? month + 2 : month + 1;
    }

    static int dayOfMonth(int day) {
        return day - MONTH_STARTS[month(day) - 1] + 1;
    }

    static String monthName(int day) {
        return MONTHS[month(day) - 1];
    }

    static int quarter(int day) {
        return (month(day) + 2) / 3;
    }

    static String weekday(int day) {
        return WEEKDAYS[day % 7];
    }

    static int week(int day) {
        return (day + 4) / 7 + (day == LAST_OF_OCTOBER ? 2 : 1);
    }

    static boolean isHoliday(int day) {
        return HOLIDAYS.contains(day);
    }
}
