package dev.cuesheet.localaws.duckdb.internal.copy;

import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads dates and times of one notation. Belongs to one load. */
interface MomentFormat {
    long MICROS_PER_SECOND = 1_000_000L;
    long MICROS_PER_DAY = 86_400L * MICROS_PER_SECOND;

    /** A date and a time of day; the offset, in seconds, is 0 unless the text named one. */
    record Moment(long epochDay, long microsOfDay, int offsetSeconds) {
        long localMicros() {
            return epochDay * MICROS_PER_DAY + microsOfDay;
        }

        long utcMicros() {
            return localMicros() - offsetSeconds * MICROS_PER_SECOND;
        }

        static Moment of(int year, int month, int day, long microsOfDay, int offsetSeconds) throws Mismatch {
            try {
                return new Moment(LocalDate.of(year, month, day).toEpochDay(), microsOfDay, offsetSeconds);
            } catch (DateTimeException e) {
                throw Mismatch.INSTANCE;
            }
        }
    }

    /** The text is not of this notation. One instance will do: it carries nothing. */
    final class Mismatch extends Exception {
        private static final long serialVersionUID = 1;
        static final Mismatch INSTANCE = new Mismatch();

        private Mismatch() {
            super("not of this notation", null, false, false);
        }
    }

    Moment parse(byte[] bytes, int start, int end) throws Mismatch;
}
