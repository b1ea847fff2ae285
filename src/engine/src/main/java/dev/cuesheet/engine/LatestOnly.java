package dev.cuesheet.engine;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;

/**
 * Whether its run is the latest: now is after the end of its data interval, and not after the end of the next one. As
 * Airflow's {@code LatestOnlyOperator}.
 */
final class LatestOnly implements Operator<Boolean> {
    private final Supplier<Schedule> schedule;

    LatestOnly(Supplier<Schedule> schedule) {
        this.schedule = schedule;
    }

    @Override
    public Boolean execute(TaskContext context) {
        return context.runType() == RunType.MANUAL
                || isLatest(
                        schedule.get(), context.logicalDate(), context.clock().instant());
    }

    private static boolean isLatest(Schedule schedule, Instant logicalDate, Instant now) {
        var interval = schedule.runsBetween(logicalDate, logicalDate)
                .findFirst()
                .map(ScheduledRun::dataInterval)
                .orElseGet(() -> DataInterval.exact(logicalDate));
        var end = interval.end();
        var before = schedule.next(interval, new TimeRestriction(null, end.minus(1, ChronoUnit.MICROS), true), now);
        var left = before.map(run -> run.dataInterval().end()).orElse(interval.start());
        return schedule.next(interval, new TimeRestriction(end, null, true), now)
                .map(next ->
                        left.isBefore(now) && !now.isAfter(next.dataInterval().end()))
                .orElse(true);
    }
}
