package dev.cuesheet.engine;

import static java.util.Objects.requireNonNull;

import dev.cuesheet.engine.internal.schedule.Amounts;
import dev.cuesheet.engine.internal.schedule.CronTicks;
import dev.cuesheet.engine.internal.schedule.DeltaTicks;
import dev.cuesheet.engine.internal.schedule.IntervalFamily;
import dev.cuesheet.engine.internal.schedule.SimpleTimetables;
import dev.cuesheet.engine.internal.schedule.Ticks;
import dev.cuesheet.engine.internal.schedule.TriggerFamily;
import dev.cuesheet.engine.internal.schedule.UnionTicks;
import dev.cuesheet.engine.spi.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAmount;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When runs of a DAG are due. Immutable, and plain data but for a {@linkplain #custom custom} one.
 *
 * <p>Crons and steps come in Airflow's two families. A run of the trigger family, which is what you get unless you say
 * otherwise, belongs to a tick: that is its logical date, and when it is due. A run {@linkplain Cron#overDataIntervals()
 * over data intervals} belongs to the time between two ticks: the first is its logical date, and it is due at the second.
 *
 * <pre>{@code
 * Schedule.daily("02:00", rome)                                // at two, for that instant
 * Schedule.daily("02:00", rome).overDataIntervals()            // at two, for the day that has just ended
 * Schedule.crons(rome, "0 9 * * MON-FRI", "0 12 * * SAT")      // whenever one of them ticks
 * Schedule.every(Period.ofMonths(1)).overDataIntervals()
 * }</pre>
 */
public sealed interface Schedule extends Timetable {

    /**
     * By cron; see {@link CronExpression} for what it may say. A faulty expression is reported by {@link
     * DagBuilder#build()}.
     *
     * @param zone whose wall clock the expression is read on. A time inside a gap moves forward by the gap, one in a
     *     repeated hour is its second pass, and an expression that covers every hour runs in both passes
     */
    static Cron cron(String expression, ZoneId zone) {
        return crons(zone, expression);
    }

    /** By several crons: a run whenever one of them ticks, and one run when several tick at once. */
    static Cron crons(ZoneId zone, String... expressions) {
        return new Cron(Arrays.stream(expressions).map(CronExpression::of).toList(), zone, Triggered.DEFAULT);
    }

    /** Once a day at a wall-clock time such as {@code "02:00"}. */
    static Cron daily(String time, ZoneId zone) {
        try {
            var at = LocalTime.parse(time);
            return cron(at.getMinute() + " " + at.getHour() + " * * *", zone);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "Schedule.daily needs a time such as \"02:00\", got \"%s\"".formatted(time), e);
        }
    }

    /** A fixed time after the run before. */
    static Every every(Duration step) {
        return new Every(step, Triggered.DEFAULT);
    }

    /** Some days or months after the run before, in UTC: from 31 January on to 28 February, then 28 March. */
    static Every every(Period step) {
        return new Every(step, Triggered.DEFAULT);
    }

    /** One run, for the start date or else as soon as possible. */
    static Schedule once() {
        return new Once();
    }

    /** A run over the time since the last one as soon as that has ended, one at a time. */
    static Schedule continuous() {
        return new Continuous();
    }

    /** A run at each of these instants. */
    static Events at(List<Instant> instants) {
        return new Events(instants, false);
    }

    /** Only when asked. */
    static Schedule manual() {
        return new Manual();
    }

    /** Whenever all of these have been updated since the last run that they brought about. */
    static OnAssets onAssets(AssetCondition... conditions) {
        var parts = List.of(conditions);
        return new OnAssets(parts.size() == 1 ? parts.get(0) : new AssetCondition.All(parts), null);
    }

    /** Whenever the assets have been updated as the condition has it, and at the times of the other schedule too. */
    static OnAssets onAssetsOrTime(AssetCondition condition, Schedule time) {
        return new OnAssets(condition, requireNonNull(time, "time"));
    }

    /** By rules of your own. */
    static Schedule custom(Timetable timetable) {
        return new Custom(timetable);
    }

    /** What the runs of a cron or a step belong to. */
    sealed interface Family {}

    /**
     * To a tick.
     *
     * @param interval how long before the tick the run's data interval begins; zero unless the author said so. (In Airflow
     *     an interval that is not zero makes its start the logical date; here that stays the tick.)
     * @param first which tick comes first for a DAG that has no start date and has never run
     */
    record Triggered(TemporalAmount interval, RunImmediately first) implements Family {
        static final Triggered DEFAULT = new Triggered(Duration.ZERO, new RunImmediately.WhenNear());

        public Triggered {
            Amounts.checked(interval, "the interval before a tick");
            requireNonNull(first, "first");
        }
    }

    /** To the time from one tick to the next. */
    record DataIntervals() implements Family {}

    /**
     * Whether the first run of a DAG without a start date is for the tick that has passed, rather than the one to come;
     * Airflow's {@code run_immediately}.
     */
    sealed interface RunImmediately {
        /** For the one that has passed. */
        record Always() implements RunImmediately {}

        /** For the one that has passed, if it did no longer ago than this. */
        record Within(Duration buffer) implements RunImmediately {
            public Within {
                if (buffer.isNegative()) {
                    throw new IllegalArgumentException("runImmediatelyWithin must not be negative, got " + buffer);
                }
            }
        }

        /** For the one that has passed, if it did no longer ago than a tenth of the time between ticks or five minutes. */
        record WhenNear() implements RunImmediately {}
    }

    /**
     * Ticks of one or more cron expressions on a zone's wall clock.
     *
     * @param expressions at least one
     */
    record Cron(List<CronExpression> expressions, ZoneId zone, Family family) implements Schedule {
        public Cron {
            expressions = List.copyOf(expressions);
            requireNonNull(zone, "zone");
            requireNonNull(family, "family");
            if (expressions.isEmpty()) {
                throw new IllegalArgumentException("a cron schedule needs at least one expression");
            }
        }

        /** The same ticks, with runs that belong to the time between two of them. */
        public Cron overDataIntervals() {
            return new Cron(expressions, zone, new DataIntervals());
        }

        /** Runs whose data interval is so long and ends at the tick. */
        public Cron interval(Duration length) {
            return new Cron(expressions, zone, new Triggered(length, triggered().first()));
        }

        /** Runs whose data interval is so many days or months, and ends at the tick. */
        public Cron interval(Period length) {
            return new Cron(expressions, zone, new Triggered(length, triggered().first()));
        }

        /** Has the first run of a DAG without a start date at once, for the tick that has passed. */
        public Cron runImmediately() {
            return first(new RunImmediately.Always());
        }

        /** The same, but only if that tick passed no longer ago than this. */
        public Cron runImmediatelyWithin(Duration buffer) {
            return first(new RunImmediately.Within(buffer));
        }

        private Cron first(RunImmediately which) {
            return new Cron(expressions, zone, new Triggered(triggered().interval(), which));
        }

        private Triggered triggered() {
            if (family instanceof Triggered triggered) {
                return triggered;
            }
            throw new IllegalArgumentException(
                    "runs over data intervals have no interval before a tick, and their first"
                            + " one follows from the start date and catchup");
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.ofNullable(
                    family instanceof Triggered triggered
                            ? TriggerFamily.next(allTicks(), triggered, last, restriction, now)
                            : IntervalFamily.next(ticks(), last, restriction, now));
        }

        @Override
        public DataInterval manualInterval(Instant at) {
            if (family instanceof Triggered triggered) {
                return TriggerFamily.interval(triggered, at);
            }
            var end = ticks().alignPrevious(at);
            return new DataInterval(ticks().previous(end), end);
        }

        @Override
        public Optional<String> fault() {
            var faults = expressions.stream()
                    .flatMap(expression -> expression.fault().stream())
                    .toList();
            return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
        }

        @Override
        public String describe() {
            return expressions.stream().map(CronExpression::text).collect(Collectors.joining(", ")) + " (" + zone
                    + (family instanceof DataIntervals ? ", over data intervals)" : ")");
        }

        private Ticks ticks() {
            return expressions.size() == 1 ? ticks(expressions.get(0)) : new UnionTicks(allTicks());
        }

        private List<CronTicks> allTicks() {
            return expressions.size() == 1
                    ? List.of(ticks(expressions.get(0)))
                    : expressions.stream().map(this::ticks).toList();
        }

        private CronTicks ticks(CronExpression expression) {
            return new CronTicks(expression.fields(), zone);
        }
    }

    /**
     * A fixed step after the run before.
     *
     * @param step a {@link Duration} in whole milliseconds or a {@link Period}, and positive
     */
    record Every(TemporalAmount step, Family family) implements Schedule {
        public Every {
            requireNonNull(family, "family");
            if (Amounts.isZero(Amounts.checked(step, "the time between runs"))) {
                throw new IllegalArgumentException("the time between runs must be positive, got " + step);
            }
        }

        /** The same steps, with runs that belong to the time between two of them. */
        public Every overDataIntervals() {
            return new Every(step, new DataIntervals());
        }

        /** Runs whose data interval is so long and ends when they are due. */
        public Every interval(Duration length) {
            return new Every(step, new Triggered(length, Triggered.DEFAULT.first()));
        }

        /** Runs whose data interval is so many days or months, and ends when they are due. */
        public Every interval(Period length) {
            return new Every(step, new Triggered(length, Triggered.DEFAULT.first()));
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            var ticks = new DeltaTicks(step);
            var present = SimpleTimetables.kept(now);
            return Optional.ofNullable(
                    family instanceof Triggered triggered
                            ? TriggerFamily.next(List.of(ticks), triggered, last, restriction, present)
                            : IntervalFamily.next(ticks, last, restriction, present));
        }

        @Override
        public DataInterval manualInterval(Instant at) {
            return family instanceof Triggered triggered
                    ? TriggerFamily.interval(triggered, at)
                    : new DataInterval(new DeltaTicks(step).previous(at), at);
        }

        @Override
        public String describe() {
            return "every " + Amounts.describe(step)
                    + (family instanceof DataIntervals ? " (over data intervals)" : "");
        }
    }

    /** One run. */
    record Once() implements Schedule {
        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.ofNullable(SimpleTimetables.once(last, restriction, now));
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public String describe() {
            return "@once";
        }
    }

    /** One run after another. */
    record Continuous() implements Schedule {
        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.ofNullable(SimpleTimetables.continuous(last, restriction, now));
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public OptionalInt activeRunsLimit() {
            return OptionalInt.of(1);
        }

        @Override
        public String describe() {
            return "@continuous";
        }
    }

    /**
     * Listed instants.
     *
     * @param instants sorted, each once
     * @param restricted whether a run that a person asks for is one for the latest of the instants, not for the present
     */
    record Events(List<Instant> instants, boolean restricted) implements Schedule {
        public Events {
            instants = instants.stream().sorted().distinct().toList();
        }

        /** The same instants, also for runs that a person asks for; Airflow's {@code restrict_to_events}. */
        public Events restrictedToEvents() {
            return new Events(instants, true);
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.ofNullable(SimpleTimetables.events(instants, last, restriction, now));
        }

        @Override
        public DataInterval manualInterval(Instant at) {
            return DataInterval.exact(restricted && !instants.isEmpty() ? SimpleTimetables.eventFor(instants, at) : at);
        }

        @Override
        public String describe() {
            return switch (instants.size()) {
                case 0 -> "no events";
                case 1 -> "at " + instants.get(0);
                default ->
                    "%d events between %s and %s"
                            .formatted(instants.size(), instants.get(0), instants.get(instants.size() - 1));
            };
        }
    }

    /** No schedule. */
    record Manual() implements Schedule {
        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }

        @Override
        public String describe() {
            return "manual";
        }
    }

    /**
     * Updates of assets.
     *
     * @param condition which ones, since the last run that they brought about
     * @param time when there are other runs besides; null for never
     */
    record OnAssets(AssetCondition condition, @Nullable Schedule time) implements Schedule {
        public OnAssets {
            requireNonNull(condition, "condition");
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return time == null ? Optional.empty() : time.next(last, restriction, now);
        }

        @Override
        public DataInterval manualInterval(Instant at) {
            return time == null ? DataInterval.exact(at) : time.manualInterval(at);
        }

        @Override
        public Optional<String> fault() {
            if (time instanceof OnAssets || time instanceof Manual) {
                return Optional.of("onAssetsOrTime needs a schedule by time, got \"%s\"".formatted(time.describe()));
            }
            return time == null ? Optional.empty() : time.fault();
        }

        @Override
        public boolean isPeriodic() {
            return time != null && time.isPeriodic();
        }

        @Override
        public OptionalInt activeRunsLimit() {
            return time == null ? OptionalInt.empty() : time.activeRunsLimit();
        }

        @Override
        public Stream<ScheduledRun> runsBetween(Instant from, Instant to) {
            return time == null ? Stream.empty() : time.runsBetween(from, to);
        }

        @Override
        public String describe() {
            var assets = "on " + condition.describe();
            return time == null ? assets : assets + " or " + time.describe();
        }
    }

    /** The author's own timetable. */
    record Custom(Timetable timetable) implements Schedule {
        public Custom {
            requireNonNull(timetable, "timetable");
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return timetable.next(last, restriction, now);
        }

        @Override
        public DataInterval manualInterval(Instant at) {
            return timetable.manualInterval(at);
        }

        @Override
        public Optional<String> fault() {
            return timetable.fault();
        }

        @Override
        public boolean isPeriodic() {
            return timetable.isPeriodic();
        }

        @Override
        public OptionalInt activeRunsLimit() {
            return timetable.activeRunsLimit();
        }

        @Override
        public Stream<ScheduledRun> runsBetween(Instant from, Instant to) {
            return timetable.runsBetween(from, to);
        }

        @Override
        public String describe() {
            return timetable.describe();
        }
    }

    /** A schedule that a run's history knows only by its description, as it was a custom one. Nothing is ever due by it. */
    record Remembered(String describe) implements Schedule {
        public Remembered {
            requireNonNull(describe, "describe");
        }

        @Override
        public Optional<ScheduledRun> next(@Nullable DataInterval last, TimeRestriction restriction, Instant now) {
            return Optional.empty();
        }

        @Override
        public boolean isPeriodic() {
            return false;
        }
    }
}
