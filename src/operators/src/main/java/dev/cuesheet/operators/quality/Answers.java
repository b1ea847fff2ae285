package dev.cuesheet.operators.quality;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads values of whatever type a database's client gives them. */
final class Answers {
    private Answers() {}

    /** The value as a number; empty when it is none, or NULL. */
    static Optional<BigDecimal> number(@Nullable Object value) {
        if (value instanceof BigDecimal decimal) {
            return Optional.of(decimal);
        }
        if (value == null || !(value instanceof Number || value instanceof String)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(value.toString().strip()));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The one number of a row. */
    static Optional<BigDecimal> number(SqlRow row) {
        return row.values().size() == 1 ? number(row.values().get(0)) : Optional.empty();
    }

    /** The value as an instant; a time without a zone is in this one. */
    static Optional<Instant> instant(@Nullable Object value, ZoneId zone) {
        if (value instanceof Instant instant) {
            return Optional.of(instant);
        } else if (value instanceof OffsetDateTime time) {
            return Optional.of(time.toInstant());
        } else if (value instanceof ZonedDateTime time) {
            return Optional.of(time.toInstant());
        } else if (value instanceof LocalDateTime time) {
            return Optional.of(time.atZone(zone).toInstant());
        } else if (value instanceof LocalDate day) {
            return Optional.of(day.atStartOfDay(zone).toInstant());
        } else if (value instanceof java.sql.Timestamp time) {
            return instant(time.toLocalDateTime(), zone);
        } else if (value instanceof java.sql.Date day) {
            return instant(day.toLocalDate(), zone);
        } else if (value instanceof Date time) {
            return Optional.of(time.toInstant());
        }
        return value instanceof String text ? instantOf(text.strip(), zone) : Optional.empty();
    }

    /** As SQLite and others keep times: {@code 2024-05-01 02:00:00}, {@code 2024-05-01T02:00:00Z}, {@code 2024-05-01}. */
    private static Optional<Instant> instantOf(String text, ZoneId zone) {
        var iso = text.replace(' ', 'T');
        try {
            if (iso.indexOf('T') < 0) {
                return instant(LocalDate.parse(iso), zone);
            }
            return iso.matches(".*(Z|[+-][0-9:]+)")
                    ? instant(OffsetDateTime.parse(iso.matches(".*[+-][0-9]{2}") ? iso + ":00" : iso), zone)
                    : instant(LocalDateTime.parse(iso), zone);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** What Python's {@code bool} says, by which Airflow judges: NULL, false, 0 and the empty text are not true. */
    static boolean isTruthy(@Nullable Object value) {
        if (value == null) {
            return false;
        } else if (value instanceof Boolean truth) {
            return truth;
        } else if (value instanceof Number) {
            return number(value).map(n -> n.signum() != 0).orElse(true);
        }
        return !value.toString().isEmpty();
    }

    /** A value alone, or each with its column. */
    static String describe(SqlRow row) {
        if (row.values().size() == 1) {
            return text(row.values().get(0));
        }
        var parts = new ArrayList<String>();
        for (int i = 0; i < row.values().size(); i++) {
            parts.add(row.columns().get(i) + " " + text(row.values().get(i)));
        }
        return String.join(", ", parts);
    }

    static String text(@Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
