package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.schedule.CronTicks;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** When runs of a DAG are due. */
public sealed interface Schedule {

    /**
     * By cron: five fields (minute, hour, day of month, month, day of week) or one of {@code @hourly @daily @weekly
     * @monthly @quarterly @yearly}. A faulty expression is reported by {@link DagBuilder#build()}.
     *
     * @param zone whose wall clock the expression is read on
     */
    static Schedule cron(String expression, ZoneId zone) {
        return new Cron(expression, zone);
    }

    /** Once a day at a wall-clock time such as {@code "02:00"}. */
    static Schedule daily(String time, ZoneId zone) {
        try {
            var at = LocalTime.parse(time);
            return new Cron(at.getMinute() + " " + at.getHour() + " * * *", zone);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Schedule.daily needs a time such as \"02:00\", got \"%s\"".formatted(time), e);
        }
    }

    /** Only when asked. */
    static Schedule manual() {
        return new Manual();
    }

    /** The first time strictly after the given one that a run is due; empty when none will ever be. */
    Optional<Instant> nextAfter(Instant after);

    /** What is wrong with this schedule, if anything. */
    Optional<String> fault();

    /** For people: the expression and its zone, or "manual". */
    String describe();

    /** Ticks of a cron expression on a zone's wall clock. */
    record Cron(String expression, ZoneId zone) implements Schedule {
        public Cron {
            requireNonNull(expression, "expression");
            requireNonNull(zone, "zone");
        }

        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return CronTicks.of(expression, zone).nextAfter(after);
        }

        @Override
        public Optional<String> fault() {
            return CronTicks.faultIn(expression);
        }

        @Override
        public String describe() {
            return expression + " (" + zone + ")";
        }
    }

    /** No schedule. */
    record Manual() implements Schedule {
        @Override
        public Optional<Instant> nextAfter(Instant after) {
            return Optional.empty();
        }

        @Override
        public Optional<String> fault() {
            return Optional.empty();
        }

        @Override
        public String describe() {
            return "manual";
        }
    }
}
