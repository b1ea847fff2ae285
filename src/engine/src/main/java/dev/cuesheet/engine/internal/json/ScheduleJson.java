package dev.cuesheet.engine.internal.json;

import dev.cuesheet.engine.AssetCondition;
import dev.cuesheet.engine.CronExpression;
import dev.cuesheet.engine.Schedule;
import dev.cuesheet.engine.Schedule.DataIntervals;
import dev.cuesheet.engine.Schedule.Family;
import dev.cuesheet.engine.Schedule.RunImmediately;
import dev.cuesheet.engine.Schedule.Triggered;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A schedule in a written structure: an object whose first property tells its kind; none for a manual one. What has its
 * default is left out, so that one cron in the trigger family looks as it did when there was nothing else. A custom schedule,
 * and any kind that a later version may write, is read back as a {@link Schedule.Remembered}.
 */
final class ScheduleJson {
    private static final String CRON = "cron";
    private static final String EVERY = "every";
    private static final String ONCE = "once";
    private static final String CONTINUOUS = "continuous";
    private static final String EVENTS = "events";
    private static final String ASSETS = "assets";
    private static final String TIME = "time";
    private static final String CUSTOM = "custom";
    private static final String ZONE = "zone";
    private static final String RESTRICTED = "restricted";
    private static final String DATA_INTERVALS = "dataIntervals";
    private static final String INTERVAL = "interval";
    private static final String RUN_IMMEDIATELY = "runImmediately";
    private static final String TRUE = "true";

    private ScheduleJson() {}

    static void write(Schedule schedule, JsonGenerator out) {
        if (schedule instanceof Schedule.Manual) {
            return;
        }
        out.writeName("schedule");
        object(schedule, out);
    }

    private static void object(Schedule schedule, JsonGenerator out) {
        out.writeStartObject();
        if (schedule instanceof Schedule.Cron cron) {
            strings(CRON, cron.expressions().stream().map(CronExpression::text).toList(), out);
            out.writeStringProperty(ZONE, cron.zone().getId());
            family(cron.family(), out);
        } else if (schedule instanceof Schedule.Every every) {
            out.writeStringProperty(EVERY, every.step().toString());
            family(every.family(), out);
        } else if (schedule instanceof Schedule.Once) {
            out.writeBooleanProperty(ONCE, true);
        } else if (schedule instanceof Schedule.Continuous) {
            out.writeBooleanProperty(CONTINUOUS, true);
        } else if (schedule instanceof Schedule.Events events) {
            out.writeName(EVENTS);
            out.writeStartArray();
            events.instants().forEach(instant -> out.writeString(instant.toString()));
            out.writeEndArray();
            if (events.restricted()) {
                out.writeBooleanProperty(RESTRICTED, true);
            }
        } else if (schedule instanceof Schedule.OnAssets onAssets) {
            out.writeName(ASSETS);
            AssetJson.write(onAssets.condition(), out);
            if (onAssets.time() != null) {
                out.writeName(TIME);
                object(onAssets.time(), out);
            }
        } else {
            out.writeStringProperty(CUSTOM, schedule.describe());
        }
        out.writeEndObject();
    }

    /** Reads on from the start of the object to its end. */
    static Schedule read(JsonParser in) {
        var values = new HashMap<String, List<String>>();
        String kind = CUSTOM;
        boolean first = true;
        AssetCondition condition = null;
        Schedule time = null;
        while (in.nextToken() != JsonToken.END_OBJECT) {
            var name = in.currentName();
            if (first) {
                kind = name;
                first = false;
            }
            in.nextToken();
            if (name.equals(ASSETS)) {
                condition = AssetJson.read(in);
            } else if (name.equals(TIME)) {
                time = read(in);
            } else {
                values.put(name, values(in));
            }
        }
        return condition == null ? of(kind, values) : new Schedule.OnAssets(condition, time);
    }

    private static Schedule of(String kind, Map<String, List<String>> values) {
        return switch (kind) {
            case CRON ->
                new Schedule.Cron(
                        values.get(CRON).stream().map(CronExpression::of).toList(),
                        ZoneId.of(values.get(ZONE).get(0)),
                        family(values));
            case EVERY -> new Schedule.Every(amount(values.get(EVERY).get(0)), family(values));
            case ONCE -> Schedule.once();
            case CONTINUOUS -> Schedule.continuous();
            case EVENTS ->
                new Schedule.Events(
                        values.get(EVENTS).stream().map(Instant::parse).toList(), values.containsKey(RESTRICTED));
            default -> new Schedule.Remembered(String.join(", ", values.getOrDefault(CUSTOM, List.of(kind))));
        };
    }

    private static void family(Family family, JsonGenerator out) {
        if (!(family instanceof Triggered triggered)) {
            out.writeBooleanProperty(DATA_INTERVALS, true);
            return;
        }
        if (!triggered.interval().equals(Duration.ZERO)) {
            out.writeStringProperty(INTERVAL, triggered.interval().toString());
        }
        if (triggered.first() instanceof RunImmediately.Always) {
            out.writeBooleanProperty(RUN_IMMEDIATELY, true);
        } else if (triggered.first() instanceof RunImmediately.Within within) {
            out.writeStringProperty(RUN_IMMEDIATELY, within.buffer().toString());
        }
    }

    private static Family family(Map<String, List<String>> values) {
        if (values.containsKey(DATA_INTERVALS)) {
            return new DataIntervals();
        }
        var first = values.getOrDefault(RUN_IMMEDIATELY, List.of());
        return new Triggered(
                values.containsKey(INTERVAL) ? amount(values.get(INTERVAL).get(0)) : Duration.ZERO,
                first.isEmpty() ? new RunImmediately.WhenNear() : runImmediately(first.get(0)));
    }

    private static RunImmediately runImmediately(String text) {
        return text.equals(TRUE) ? new RunImmediately.Always() : new RunImmediately.Within(Duration.parse(text));
    }

    /** Durations have a T, periods have none. */
    private static TemporalAmount amount(String text) {
        return text.contains("T") ? Duration.parse(text) : Period.parse(text);
    }

    /** One string for one value. */
    private static void strings(String name, List<String> values, JsonGenerator out) {
        out.writeName(name);
        if (values.size() == 1) {
            out.writeString(values.get(0));
            return;
        }
        out.writeStartArray();
        values.forEach(out::writeString);
        out.writeEndArray();
    }

    private static List<String> values(JsonParser in) {
        var values = new ArrayList<String>();
        if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                values.add(in.getString());
                in.skipChildren();
            }
        } else if (in.currentToken() == JsonToken.START_OBJECT) {
            in.skipChildren();
        } else {
            values.add(in.getString());
        }
        return values;
    }
}
