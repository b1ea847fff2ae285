package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import java.time.temporal.TemporalAmount;

/**
 * Ticks that are a fixed step from any instant one asks from, after Airflow's {@code timetables/_delta.py}. Months are
 * stepped one at a time from wherever the last step came out: 31 January, 28 February, 28 March. Immutable.
 */
public record DeltaTicks(TemporalAmount step) implements Ticks {

    @Override
    public Instant next(Instant after) {
        return Amounts.plus(after, step);
    }

    @Override
    public Instant previous(Instant before) {
        return Amounts.minus(before, step);
    }

    @Override
    public Instant alignNext(Instant at) {
        return at;
    }

    @Override
    public Instant alignPrevious(Instant at) {
        return at;
    }

    /** Now rounded down to a whole number of steps since 1970, and one step back; {@code _skip_to_latest} in Airflow. */
    @Override
    public Instant latestStart(Instant now) {
        long millis = now.toEpochMilli();
        return previous(Instant.ofEpochMilli(millis - Math.floorMod(millis, Amounts.roughMillis(step))));
    }
}
