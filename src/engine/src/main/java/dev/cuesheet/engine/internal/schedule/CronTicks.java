package dev.cuesheet.engine.internal.schedule;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * The ticks of a cron expression as Airflow's trigger timetable has them. Fields are matched on naive wall time, which is
 * then placed in the zone. An expression that runs at least hourly serves both passes through a repeated hour; any other
 * uses the second pass, and a time inside a gap moves forward by the gap. Immutable.
 */
public final class CronTicks {
    private static final Map<String, String> PRESETS = Map.of(
            "@hourly", "0 * * * *",
            "@daily", "0 0 * * *",
            "@weekly", "0 0 * * 0",
            "@monthly", "0 0 1 * *",
            "@quarterly", "0 0 1 */3 *",
            "@yearly", "0 0 1 1 *");
    private static final int[] HIGHEST_PLAIN_VALUE = {59, 23, 28, 12, 6};

    private final ExecutionTime wallTimes;
    private final ZoneId zone;
    private final boolean atLeastHourly;

    private CronTicks(ExecutionTime wallTimes, ZoneId zone, boolean atLeastHourly) {
        this.wallTimes = wallTimes;
        this.zone = zone;
        this.atLeastHourly = atLeastHourly;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is faulty
     */
    public static CronTicks of(String expression, ZoneId zone) {
        var fields = expand(expression);
        return new CronTicks(ExecutionTime.forCron(parse(fields)), zone, fields.split("\\s+")[1].startsWith("*"));
    }

    /** What is wrong with the expression, if anything. Plain ones are judged without loading the cron library. */
    public static Optional<String> faultIn(String expression) {
        if (isPlain(expression)) {
            return Optional.empty();
        }
        try {
            parse(expand(expression));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of("\"%s\" is no cron expression: %s".formatted(expression, e.getMessage()));
        }
    }

    /** The first tick strictly after the given instant. */
    public Optional<Instant> nextAfter(Instant after) {
        if (atLeastHourly) {
            return nextByElapsedTime(after);
        }
        var wall = after.atZone(zone).toLocalDateTime();
        while (true) {
            var next = nextWall(wall);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            var instant = place(next.get());
            if (instant.isAfter(after)) {
                return Optional.of(instant);
            }
            wall = next.get();
        }
    }

    private Optional<Instant> nextByElapsedTime(Instant after) {
        var wall = after.atZone(zone).toLocalDateTime();
        return nextWall(wall).map(next -> after.plus(Duration.between(wall, next)));
    }

    private Optional<LocalDateTime> nextWall(LocalDateTime wall) {
        return wallTimes.nextExecution(wall.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    private Instant place(LocalDateTime wall) {
        return wall.atZone(zone).withLaterOffsetAtOverlap().toInstant();
    }

    private static String expand(String expression) {
        var trimmed = expression.strip();
        if (!trimmed.startsWith("@")) {
            return trimmed;
        }
        var fields = PRESETS.get(trimmed);
        if (fields == null) {
            throw new IllegalArgumentException("there is no preset " + trimmed + "; there are "
                    + String.join(" ", PRESETS.keySet().stream().sorted().toList()));
        }
        return fields;
    }

    private static Cron parse(String fields) {
        return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                .parse(fields)
                .validate();
    }

    /** Five fields, each a star or a small number: what almost every daily DAG has. */
    private static boolean isPlain(String expression) {
        var fields = expression.strip().split(" ");
        if (fields.length != HIGHEST_PLAIN_VALUE.length) {
            return false;
        }
        for (int i = 0; i < fields.length; i++) {
            if (!isPlain(fields[i], i == 2 || i == 3 ? 1 : 0, HIGHEST_PLAIN_VALUE[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(String field, int lowest, int highest) {
        if (field.equals("*")) {
            return true;
        }
        if (field.isEmpty() || field.length() > 2) {
            return false;
        }
        int value = 0;
        for (int at = 0; at < field.length(); at++) {
            char digit = field.charAt(at);
            if (digit < '0' || digit > '9') {
                return false;
            }
            value = value * 10 + digit - '0';
        }
        return value >= lowest && value <= highest;
    }
}
