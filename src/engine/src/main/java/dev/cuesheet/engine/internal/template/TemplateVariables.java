package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.TaskInstanceKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The variables that templates may use, by Airflow's names. All dates are UTC, as in Airflow. */
public final class TemplateVariables {
    static final Set<String> NAMES = Set.of(
            "ds",
            "ds_nodash",
            "ts",
            "ts_nodash",
            "logical_date",
            "data_interval_start",
            "data_interval_end",
            "run_id",
            "params",
            "dag",
            "task",
            "ti",
            "try_number",
            "map_index");

    private static final int NANOS_PER_MICRO = 1_000;

    private TemplateVariables() {}

    /** The variables of one attempt. */
    public static Map<String, Object> of(
            TaskInstanceKey key, int tryNumber, Instant logicalDate, Map<String, Object> params) {
        var utc = logicalDate.atOffset(ZoneOffset.UTC);
        var variables = new HashMap<String, Object>();
        variables.put("ds", ds(utc));
        variables.put("ds_nodash", dsNoDash(utc));
        variables.put("ts", isoFormat(logicalDate));
        variables.put("ts_nodash", tsNoDash(utc));
        variables.put("logical_date", logicalDate);
        variables.put("data_interval_start", logicalDate);
        variables.put("data_interval_end", logicalDate);
        variables.put("run_id", key.runId());
        variables.put("params", params);
        variables.put("dag", Map.of("dag_id", key.dagId()));
        variables.put("task", Map.of("task_id", key.taskId()));
        variables.put(
                "ti",
                Map.of(
                        "dag_id", key.dagId(),
                        "run_id", key.runId(),
                        "task_id", key.taskId(),
                        "map_index", key.mapIndex(),
                        "try_number", tryNumber));
        variables.put("try_number", tryNumber);
        variables.put("map_index", key.mapIndex());
        return variables;
    }

    /** Python's isoformat, which Airflow's run ids and {@code ts} are made of: {@code 2024-05-01T02:00:00+00:00}. */
    public static String isoFormat(Instant instant) {
        var utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        var seconds = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").format(utc);
        int micros = utc.getNano() / NANOS_PER_MICRO;
        return seconds + (micros == 0 ? "" : ".%06d".formatted(micros)) + "+00:00";
    }

    static String ds(OffsetDateTime date) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(date);
    }

    static String dsNoDash(OffsetDateTime date) {
        return DateTimeFormatter.BASIC_ISO_DATE.format(date.toLocalDate());
    }

    static String tsNoDash(OffsetDateTime date) {
        return DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").format(date);
    }

    static String unknown(String name) {
        return "there is no variable \"%s\"; there are %s".formatted(name, String.join(", ", new TreeSet<>(NAMES)));
    }
}
