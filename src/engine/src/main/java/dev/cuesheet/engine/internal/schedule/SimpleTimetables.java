package dev.cuesheet.engine.internal.schedule;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timetables that have no ticks, after Airflow's {@code timetables/simple.py} and {@code timetables/events.py}. */
public final class SimpleTimetables {
    /** What runs are told apart by at least; also how exactly instants are kept. */
    private static final Duration INSTANT = Duration.ofMillis(1);

    private SimpleTimetables() {}

    /** One run, for the start date or else the present, whether or not missed times are made up for. */
    public static @Nullable ScheduledRun once(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
        var at = restriction.earliest() == null ? kept(now) : restriction.earliest();
        return last != null || restriction.endsBefore(at) ? null : ScheduledRun.exact(at);
    }

    /**
     * A run over the time since the last one. When that was an instant, Airflow gives the next run the same logical date;
     * here it is told apart by a millisecond, and the interval as well if no time has passed at all.
     */
    public static @Nullable ScheduledRun continuous(
            @Nullable DataInterval last, TimeRestriction restriction, Instant present) {
        var now = kept(present);
        var interval = sinceLast(last, restriction.earliest() == null ? now : restriction.earliest(), now);
        if (last == null || interval.start().isAfter(last.start())) {
            return restriction.endsBefore(interval.end()) ? null : ScheduledRun.over(interval);
        }
        var apart = last.start().plus(INSTANT);
        if (interval.end().isBefore(apart)) {
            interval = DataInterval.exact(apart);
        }
        return restriction.endsBefore(interval.end()) ? null : new ScheduledRun(apart, interval, interval.end());
    }

    private static DataInterval sinceLast(@Nullable DataInterval last, Instant from, Instant now) {
        if (last == null) {
            return new DataInterval(from, later(from, now));
        }
        return last.end().isAfter(now)
                ? new DataInterval(from, from.plus(last.length()))
                : new DataInterval(last.end(), now);
    }

    /** The first of the instants, in order, that is left. Without making up for missed ones, none that has passed. */
    public static @Nullable ScheduledRun events(
            List<Instant> instants, @Nullable DataInterval last, TimeRestriction restriction, Instant now) {
        var earliest = restriction.earliest();
        if (!restriction.catchup()) {
            earliest = earliest == null ? now : later(now, earliest);
        }
        int at = earliest == null ? 0 : firstFrom(instants, earliest);
        if (last != null) {
            at = Math.max(at, firstFrom(instants, last.end().plusNanos(1)));
        }
        return at == instants.size() || restriction.endsBefore(instants.get(at))
                ? null
                : ScheduledRun.exact(instants.get(at));
    }

    /** The latest of the instants that has passed, or else the first. */
    public static Instant eventFor(List<Instant> instants, Instant now) {
        return instants.get(Math.max(0, firstFrom(instants, now.plusNanos(1)) - 1));
    }

    /** The present as exactly as instants are kept. */
    public static Instant kept(Instant now) {
        return now.truncatedTo(ChronoUnit.MILLIS);
    }

    private static int firstFrom(List<Instant> sorted, Instant from) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = low + high >>> 1;
            if (sorted.get(middle).isBefore(from)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
