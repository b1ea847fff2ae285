package dev.cuesheet.engine.internal.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAmount;
import java.util.StringJoiner;

/** Amounts of time that are either a {@link Duration} or a {@link Period}, which counts days and months in UTC. */
public final class Amounts {
    private Amounts() {}

    /**
     * The amount itself.
     *
     * @throws IllegalArgumentException when it is negative, finer than a millisecond, or of another kind
     */
    public static TemporalAmount checked(TemporalAmount amount, String what) {
        boolean sound;
        if (amount instanceof Duration duration) {
            sound = !duration.isNegative() && duration.equals(Duration.ofMillis(duration.toMillis()));
        } else {
            sound = amount instanceof Period period && !period.isNegative();
        }
        if (!sound) {
            throw new IllegalArgumentException(
                    "%s must be a Duration in whole milliseconds or a Period, and not negative, got %s"
                            .formatted(what, amount));
        }
        return amount;
    }

    public static boolean isZero(TemporalAmount amount) {
        return amount instanceof Period period ? period.isZero() : ((Duration) amount).isZero();
    }

    static Instant plus(Instant at, TemporalAmount amount) {
        return amount instanceof Period
                ? at.atOffset(ZoneOffset.UTC).plus(amount).toInstant()
                : at.plus(amount);
    }

    static Instant minus(Instant at, TemporalAmount amount) {
        return amount instanceof Period
                ? at.atOffset(ZoneOffset.UTC).minus(amount).toInstant()
                : at.minus(amount);
    }

    /** Of an amount without months and years. */
    static long millis(TemporalAmount amount) {
        return amount instanceof Period period
                ? Duration.ofDays(period.getDays()).toMillis()
                : ((Duration) amount).toMillis();
    }

    /** For people: {@code 1 hour 30 minutes}. */
    public static String describe(TemporalAmount amount) {
        var words = new StringJoiner(" ");
        if (amount instanceof Period period) {
            add(words, period.getYears(), "year");
            add(words, period.getMonths(), "month");
            add(words, period.getDays(), "day");
        } else {
            var duration = (Duration) amount;
            add(words, duration.toDaysPart(), "day");
            add(words, duration.toHoursPart(), "hour");
            add(words, duration.toMinutesPart(), "minute");
            add(words, duration.toSecondsPart(), "second");
            add(words, duration.toMillisPart(), "millisecond");
        }
        return words.length() == 0 ? "0 seconds" : words.toString();
    }

    private static void add(StringJoiner words, long count, String unit) {
        if (count != 0) {
            words.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }
}
