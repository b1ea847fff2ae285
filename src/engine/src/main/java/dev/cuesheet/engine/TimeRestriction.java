package dev.cuesheet.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The bounds that a DAG sets its timetable. Immutable.
 *
 * @param earliest the start date, itself allowed; null when unbounded
 * @param latest the end date, itself allowed; null when unbounded
 * @param catchup whether missed times are made up for one by one
 */
public record TimeRestriction(
        @Nullable Instant earliest, @Nullable Instant latest, boolean catchup) {

    /** No bounds, and no making up for missed times. */
    public static TimeRestriction none() {
        return new TimeRestriction(null, null, false);
    }

    /** Whether the instant is after the end date. */
    public boolean endsBefore(Instant instant) {
        return latest != null && latest.isBefore(instant);
    }
}
