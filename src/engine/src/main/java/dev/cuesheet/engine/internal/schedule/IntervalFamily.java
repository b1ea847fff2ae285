package dev.cuesheet.engine.internal.schedule;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When runs that belong to the time between two ticks are due: at the second. After Airflow's {@code
 * timetables/interval.py}.
 */
public final class IntervalFamily {
    private IntervalFamily() {}

    /** The next run; null when nothing says where to start, or the end date comes before it. */
    public static @Nullable ScheduledRun next(
            Ticks ticks, @Nullable DataInterval last, TimeRestriction restriction, Instant now) {
        var start = start(ticks, last, earliest(ticks, restriction, now));
        if (start == null || restriction.endsBefore(start)) {
            return null;
        }
        return ScheduledRun.over(new DataInterval(start, ticks.next(start)));
    }

    private static @Nullable Instant earliest(Ticks ticks, TimeRestriction restriction, Instant now) {
        var bound = restriction.earliest() == null ? null : ticks.alignNext(restriction.earliest());
        return restriction.catchup() ? bound : later(ticks.latestStart(now, restriction.earliest()), bound);
    }

    private static @Nullable Instant start(Ticks ticks, @Nullable DataInterval last, @Nullable Instant earliest) {
        if (last == null) {
            return earliest;
        }
        // aligned, because the schedule may have changed since
        var start = later(ticks.alignPrevious(last.end()), earliest);
        // which must not bring a logical date a second time; Airflow has this since 3.3
        return start.isAfter(last.start()) ? start : ticks.next(start);
    }

    private static Instant later(Instant one, @Nullable Instant other) {
        return other == null || one.isAfter(other) ? one : other;
    }
}
