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

    /** A run over the time since the last one. Airflow repeats a logical date when asked twice at one instant. */
    public static @Nullable ScheduledRun continuous(
            @Nullable DataInterval last, TimeRestriction restriction, Instant present) {
        var now = kept(present);
        var from = restriction.earliest() == null ? now : restriction.earliest();
        Instant start;
        Instant end;
        if (last == null) {
            start = from;
            end = later(from, now);
        } else if (last.end().isAfter(now)) {
            start = from;
            end = start.plus(last.length());
        } else {
            start = last.end();
            end = now;
        }
        if (last != null && !start.isAfter(last.start())) {
            start = last.start().plus(INSTANT);
            end = later(start, end);
        }
        return restriction.endsBefore(end) ? null : ScheduledRun.over(new DataInterval(start, end));
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
