package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

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

    /**
     * Now rounded down to a whole number of steps, and one step back. Steps of months and years are counted from the start
     * date, one at a time; others from 1970. Airflow's {@code _round}, as of 3.3.
     */
    @Override
    public Instant latestStart(Instant now, @Nullable Instant earliest) {
        return previous(countsMonths() ? lastStepUpTo(now, earliest == null ? now : earliest) : rounded(now));
    }

    private boolean countsMonths() {
        return step instanceof Period period && period.toTotalMonths() > 0;
    }

    private Instant lastStepUpTo(Instant now, Instant from) {
        var last = from;
        for (var next = next(last); !next.isAfter(now); next = next(last)) {
            last = next;
        }
        return last;
    }

    private Instant rounded(Instant now) {
        long millis = now.toEpochMilli();
        return Instant.ofEpochMilli(millis - Math.floorMod(millis, Amounts.millis(step)));
    }
}
