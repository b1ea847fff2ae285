package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * The ticks of a cron expression in a zone, after Airflow's {@code timetables/_cron.py}. Immutable.
 *
 * <p>The expression is matched on the wall clock, and each match has its place in time:
 *
 * <ul>
 *   <li>For an expression that leaves hours out, a match in a repeated hour is its second pass. The first match inside a
 *       gap moves forward by the gap; what else matches up to there, in the gap or after it, is left out.
 *   <li>One that covers every hour ticks in both passes of a repeated hour: across a change of the clock the distance
 *       between two matches on the wall clock is the distance in time. So where the clock shifts by half an hour, the first
 *       tick after the change may be off the expression's minute, and the ticks after it are on it again.
 * </ul>
 *
 * <p>Airflow derives each tick from the instant that it asks from, and so has ticks that depend on where one starts: going
 * back from the first pass of a repeated hour it finds one in the second. Here the ticks are one fixed sequence, the one
 * that Airflow's forward steps produce, and every question is answered from it; the rules that align instants could else
 * make an interval twice or not at all. One forward step differs on purpose: when an expression covers every hour but not
 * every day ({@code 0 * * * mon-fri}), Airflow carries the wall clock's distance over the days between, too, and so ticks on
 * the Sunday before, at 23:00, when the clock was put back in between. Here only distances of up to an hour are carried.
 */
public final class CronTicks implements Ticks {
    private static final long HOUR = 3_600;
    /** More than any zone has ever shifted its clock by. */
    private static final long LONGEST_SHIFT = 26 * HOUR;

    private final CronFields fields;
    private final ZoneRules rules;
    private final long fixedOffset;

    public CronTicks(CronFields fields, ZoneId zone) {
        this.fields = fields;
        rules = zone.getRules();
        fixedOffset = rules.isFixedOffset() ? offsetAt(0) : Long.MIN_VALUE;
    }

    @Override
    public Instant next(Instant after) {
        return Instant.ofEpochSecond(next(after.getEpochSecond()));
    }

    @Override
    public Instant previous(Instant before) {
        return Instant.ofEpochSecond(previous(ceiling(before)));
    }

    @Override
    public Instant alignNext(Instant at) {
        return Instant.ofEpochSecond(next(ceiling(at) - 1));
    }

    @Override
    public Instant alignPrevious(Instant at) {
        return Instant.ofEpochSecond(previous(at.getEpochSecond() + 1));
    }

    private static long ceiling(Instant at) {
        return at.getEpochSecond() + (at.getNano() == 0 ? 0 : 1);
    }

    private long next(long after) {
        if (fixedOffset != Long.MIN_VALUE) {
            return fields.next(after + fixedOffset) - fixedOffset;
        }
        return fields.coversEveryHour() ? nextOfEveryHour(after) : nextOfWall(after);
    }

    private long previous(long before) {
        if (fixedOffset != Long.MIN_VALUE) {
            return fields.previous(before + fixedOffset) - fixedOffset;
        }
        return fields.coversEveryHour() ? previousOfEveryHour(before) : previousOfWall(before);
    }

    /**
     * Each change of the clock splits the wall clock's time line in two, where the clock stands after the change: what is
     * before has the old offset, which moves a gap forward; the rest has the new one, which is the second pass.
     */
    private long nextOfWall(long after) {
        long from = Long.MIN_VALUE;
        var change = nextChange(after - LONGEST_SHIFT);
        long offset = change == null ? offsetAt(after) : offsetBefore(change);
        while (true) {
            long wall = fields.next(Math.max(after + offset, from));
            if (change == null) {
                return wall - offset;
            }
            long stopped = change.toEpochSecond() + offset;
            long split = change.toEpochSecond() + offsetAfter(change);
            if (wall < split && (wall < stopped || wall == fields.next(stopped - 1))) {
                return wall - offset;
            }
            from = split - 1;
            offset = offsetAfter(change);
            change = nextChange(change.toEpochSecond());
        }
    }

    private long previousOfWall(long before) {
        long to = Long.MAX_VALUE;
        var change = previousChange(before + LONGEST_SHIFT);
        long offset = change == null ? offsetAt(before) : offsetAfter(change);
        while (true) {
            long wall = fields.previous(Math.min(before + offset, to));
            if (change == null) {
                return wall - offset;
            }
            long stopped = change.toEpochSecond() + offsetBefore(change);
            long split = change.toEpochSecond() + offset;
            long moved = stopped < split ? fields.next(stopped - 1) : split;
            long tick = moved - offsetBefore(change);
            if (wall >= split && (moved >= split || wall - offset > tick)) {
                return wall - offset;
            }
            if (moved < split && tick < before) {
                return tick;
            }
            to = Math.min(stopped, split);
            offset = offsetBefore(change);
            change = previousChange(change.toEpochSecond());
        }
    }

    private long nextOfEveryHour(long after) {
        long offset = offsetAt(after);
        if (offsetAt(after - HOUR) != offset) {
            long first = firstFrom(lastChange(after));
            if (after < first) {
                return first;
            }
        }
        long tick = fields.next(after + offset) - offset;
        if (offsetAt(tick) == offset && tick - after < HOUR) {
            return tick;
        }
        var change = nextChange(after);
        return change == null || tick < change.toEpochSecond() ? tick : firstFrom(change);
    }

    private long previousOfEveryHour(long before) {
        long offset = offsetAt(before - 1);
        long tick = fields.previous(before + offset) - offset;
        var change = previousChange(before);
        if (change == null || tick >= change.toEpochSecond() + HOUR) {
            return tick;
        }
        long first = firstFrom(change);
        return first < before ? Math.max(first, tick) : previousOfEveryHour(change.toEpochSecond());
    }

    /** The first tick at or after a change of the clock, for an expression that covers every hour. */
    private long firstFrom(ZoneOffsetTransition change) {
        long at = change.toEpochSecond();
        long wall = at + offsetBefore(change);
        long next = fields.next(wall - 1);
        if (next - fields.previous(wall) <= HOUR) {
            return at + next - wall;
        }
        long tick = fields.next(at + offsetAfter(change) - 1) - offsetAfter(change);
        var following = nextChange(at);
        return following == null || tick < following.toEpochSecond() ? tick : firstFrom(following);
    }

    /** The last change at or before an instant that is known to have one. */
    private ZoneOffsetTransition lastChange(long at) {
        var change = previousChange(at + 1);
        if (change == null) {
            throw new IllegalStateException("the zone's offset differs without a change before " + at);
        }
        return change;
    }

    private @Nullable ZoneOffsetTransition nextChange(long after) {
        return rules.nextTransition(Instant.ofEpochSecond(after));
    }

    private @Nullable ZoneOffsetTransition previousChange(long before) {
        return rules.previousTransition(Instant.ofEpochSecond(before));
    }

    private long offsetAt(long at) {
        return rules.getOffset(Instant.ofEpochSecond(at)).getTotalSeconds();
    }

    private static long offsetBefore(ZoneOffsetTransition change) {
        return change.getOffsetBefore().getTotalSeconds();
    }

    private static long offsetAfter(ZoneOffsetTransition change) {
        return change.getOffsetAfter().getTotalSeconds();
    }
}
