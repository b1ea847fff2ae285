package dev.cuesheet.engine.internal.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The instants at which a schedule ticks, without end in both directions. */
public interface Ticks {
    /** The first tick strictly after. */
    Instant next(Instant after);

    /** The last tick strictly before. */
    Instant previous(Instant before);

    /** The first tick at or after. */
    Instant alignNext(Instant at);

    /** The last tick at or before. */
    Instant alignPrevious(Instant at);

    /**
     * Where the first data interval begins when missed ones are not made up for: the latest one that has ended. Right on a
     * tick that is the interval which ends there; {@code _skip_to_latest} in Airflow's {@code timetables/interval.py}.
     *
     * @param earliest the start date, for ticks that are counted from it; null when there is none
     */
    default Instant latestStart(Instant now, @Nullable Instant earliest) {
        var last = previous(now);
        return next(last).equals(now) ? last : previous(last);
    }
}
