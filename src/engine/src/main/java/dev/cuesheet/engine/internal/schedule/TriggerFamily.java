package dev.cuesheet.engine.internal.schedule;

import dev.cuesheet.engine.DataInterval;
import dev.cuesheet.engine.Schedule.RunImmediately;
import dev.cuesheet.engine.Schedule.Triggered;
import dev.cuesheet.engine.ScheduledRun;
import dev.cuesheet.engine.TimeRestriction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When runs that belong to a tick are due: at the tick. After Airflow's {@code timetables/trigger.py}; as there, several
 * crons are asked one by one.
 */
public final class TriggerFamily {
    private static final Duration SHORTEST_BUFFER = Duration.ofMinutes(5);
    private static final int BUFFERS_IN_A_GAP = 10;

    private TriggerFamily() {}

    /** The next run; null when the end date comes before it. */
    public static @Nullable ScheduledRun next(
            List<? extends Ticks> all,
            Triggered family,
            @Nullable DataInterval last,
            TimeRestriction restriction,
            Instant now) {
        Instant chosen = null;
        for (var ticks : all) {
            var tick = next(ticks, family.first(), last, restriction, now);
            if (!restriction.endsBefore(tick)
                    && (chosen == null || goesFirst(tick, chosen, restriction.catchup(), now))) {
                chosen = tick;
            }
        }
        return chosen == null ? null : new ScheduledRun(chosen, interval(family, chosen), chosen);
    }

    /** What leads up to the tick. */
    public static DataInterval interval(Triggered family, Instant tick) {
        return new DataInterval(Amounts.minus(tick, family.interval()), tick);
    }

    private static Instant next(
            Ticks ticks, RunImmediately first, @Nullable DataInterval last, TimeRestriction restriction, Instant now) {
        var earliest = restriction.earliest();
        if (restriction.catchup()) {
            if (last != null) {
                return ticks.next(last.end());
            }
            return earliest == null ? firstTick(ticks, first, now) : ticks.alignNext(earliest);
        }
        var tick = ticks.alignPrevious(now);
        if (last != null) {
            tick = later(tick, ticks.next(last.end()));
        } else if (earliest == null) {
            tick = later(tick, firstTick(ticks, first, now));
        }
        return earliest == null ? tick : later(tick, ticks.alignNext(earliest));
    }

    /** {@code _calc_first_run}: the tick that has just passed, if it is near enough, else the one to come. */
    private static Instant firstTick(Ticks ticks, RunImmediately first, Instant now) {
        var past = ticks.alignPrevious(now);
        if (first instanceof RunImmediately.Always) {
            return past;
        }
        var coming = ticks.alignNext(now);
        var buffer = first instanceof RunImmediately.Within within
                ? within.buffer()
                : longer(Duration.between(past, coming).dividedBy(BUFFERS_IN_A_GAP), SHORTEST_BUFFER);
        return Duration.between(past, now).compareTo(buffer) <= 0 ? past : coming;
    }

    /** Without making up for what was missed the latest tick that has passed counts; of those to come it is the first. */
    private static boolean goesFirst(Instant tick, Instant than, boolean catchup, Instant now) {
        boolean passed = !tick.isAfter(now);
        if (catchup || !passed && than.isAfter(now)) {
            return tick.isBefore(than);
        }
        return passed && (than.isAfter(now) || tick.isAfter(than));
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
