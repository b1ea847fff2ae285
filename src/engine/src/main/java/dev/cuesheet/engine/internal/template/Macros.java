package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.TemplateException;
import dev.cuesheet.engine.internal.json.PlainJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Airflow's macros of {@code sdk/execution_time/macros.py}, under names of ours. Safe to share between threads. */
final class Macros {
    private static final String DS = "%Y-%m-%d";

    private final Clock clock;
    private final Random random;

    Macros(Clock clock, Random random) {
        this.clock = clock;
        this.random = random;
    }

    String dsAdd(String ds, long days) {
        return days == 0 ? ds : Strftime.format(Strftime.parse(ds, DS).plusDays(days), DS);
    }

    String dsFormat(String ds, String inputFormat, String outputFormat) {
        return Strftime.format(Strftime.parse(ds, inputFormat), outputFormat);
    }

    double random() {
        return random.nextDouble();
    }

    String uuid4() {
        return UUID.randomUUID().toString();
    }

    String dumps(@Nullable Object value) {
        return PlainJson.write(value == None.NONE ? null : value);
    }

    Object loads(String json) {
        try {
            return None.or(PlainJson.read(json));
        } catch (IllegalArgumentException e) {
            throw new TemplateException("macros.json.loads: " + e.getMessage(), e);
        }
    }

    /** In the words of pendulum's {@code diff_for_humans}, on which Airflow rests. */
    String datetimeDiffForHumans(Instant date, @Nullable Instant since) {
        var other = since == null ? clock.instant() : since;
        boolean later = date.isAfter(other);
        var amount = amount(later ? other : date, later ? date : other);
        if (since == null) {
            return later ? "in " + amount : amount + " ago";
        }
        return amount + (later ? " after" : " before");
    }

    private static String amount(Instant from, Instant to) {
        var start = utc(from);
        var end = utc(to);
        var wholeDays = Period.between(
                start.toLocalDate(),
                end.toLocalTime().isBefore(start.toLocalTime())
                        ? end.toLocalDate().minusDays(1)
                        : end.toLocalDate());
        var rest = Duration.between(start.plus(wholeDays), end);
        int months = wholeDays.getMonths();
        int days = wholeDays.getDays();
        if (wholeDays.getYears() > 0) {
            return count(wholeDays.getYears() + (months > 6 ? 1 : 0), "year");
        }
        if (months == 11 && days > 15) {
            return count(1, "year");
        }
        if (months > 0) {
            return count(months + (days >= 27 ? 1 : 0), "month");
        }
        if (days >= 7) {
            return count(days / 7 + (days % 7 > 3 ? 1 : 0), "week");
        }
        if (days > 0) {
            return count(days + (rest.toHours() >= 22 ? 1 : 0), "day");
        }
        if (rest.toHours() > 0) {
            return count(rest.toHours(), "hour");
        }
        if (rest.toMinutes() > 0) {
            return count(rest.toMinutes(), "minute");
        }
        return rest.toSeconds() > 10 ? count(rest.toSeconds(), "second") : "a few seconds";
    }

    private static LocalDateTime utc(Instant instant) {
        return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** An instant out of what a template may hold. */
    static Instant instant(Object date) {
        if (date instanceof OffsetDateTime offset) {
            return offset.toInstant();
        }
        if (date instanceof Instant instant) {
            return instant;
        }
        throw new TemplateException("a date is needed, got \"%s\"".formatted(date));
    }
}
