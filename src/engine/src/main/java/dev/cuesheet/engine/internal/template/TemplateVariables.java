package dev.cuesheet.engine.internal.template;

import dev.cuesheet.engine.DagRun;
import dev.cuesheet.engine.DagStructure;
import dev.cuesheet.engine.Param;
import dev.cuesheet.engine.TaskInstance;
import dev.cuesheet.engine.TaskSpec;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The variables that templates may use, by Airflow's names ({@code sdk/definitions/context.py} and {@code
 * RuntimeTaskInstance.get_template_context}). All dates are UTC, as in Airflow.
 */
public final class TemplateVariables {
    /** What a run without a logical date does not have. */
    private static final Set<String> OF_LOGICAL_DATE = Set.of(
            "ds",
            "ds_nodash",
            "ts",
            "ts_nodash",
            "ts_nodash_with_tz",
            "logical_date",
            "task_instance_key_str",
            "prev_data_interval_start_success",
            "prev_data_interval_end_success",
            "prev_start_date_success",
            "prev_end_date_success");

    /** What a run without a data interval does not have. */
    private static final Set<String> OF_INTERVAL = Set.of("data_interval_start", "data_interval_end");

    private static final String TRIGGERING = "triggering_asset_events";
    private static final String INLETS = "inlet_events";
    private static final String OUTLETS = "outlet_events";

    private static final Set<String> OF_EVERY_RUN = Set.of(
            "run_id",
            "dag_run",
            "params",
            "dag",
            "task",
            "ti",
            "task_instance",
            "try_number",
            "map_index",
            "var",
            "conn",
            TRIGGERING,
            INLETS,
            OUTLETS,
            "macros");

    /** How the names begin of what costs a look into the store. */
    private static final String PREVIOUS = "prev_";

    private static final int NANOS_PER_MICRO = 1_000;

    private TemplateVariables() {}

    static boolean isName(String name) {
        return OF_LOGICAL_DATE.contains(name) || OF_INTERVAL.contains(name) || OF_EVERY_RUN.contains(name);
    }

    /** The variables of one attempt that the text may use. */
    public static Map<String, Object> of(TemplateSource source, String text) {
        var run = source.run();
        var variables = new HashMap<String, Object>();
        times(source, text, variables);
        variables.put("run_id", run.runId());
        variables.put("dag_run", ofRun(run, source.times()));
        variables.put("params", params(source.dag(), run));
        variables.put("dag", ofDag(source.dag()));
        if (source.task() != null && source.instance() != null) {
            task(source.task(), source.instance(), variables);
        }
        assets(source, text, variables);
        variables.put("var", Lookup.variables(source.secrets()));
        variables.put("conn", Lookup.connections(source.secrets()));
        variables.put("macros", new Macros(source.clock(), new Random()));
        return variables;
    }

    private static void task(TaskSpec task, TaskInstance of, Map<String, Object> variables) {
        variables.put("task", ofTask(task));
        var instance = ofInstance(of);
        variables.put("ti", instance);
        variables.put("task_instance", instance);
        variables.put("try_number", of.tryNumber());
        variables.put("map_index", of.mapIndex());
    }

    private static void assets(TemplateSource source, String text, Map<String, Object> variables) {
        if (text.contains(TRIGGERING)) {
            variables.put(TRIGGERING, source.assets().triggeringEvents());
        }
        var ties = source.task() == null ? TaskSpec.Ties.NONE : source.task().ties();
        if (text.contains(INLETS)) {
            variables.put(INLETS, source.assets().inletEvents(ties.inlets()));
        }
        if (text.contains(OUTLETS)) {
            variables.put(OUTLETS, source.assets().outletEvents(ties.outlets()));
        }
    }

    private static void times(TemplateSource source, String text, Map<String, Object> variables) {
        var interval = source.times().dataInterval();
        if (interval != null) {
            variables.put("data_interval_start", interval.start());
            variables.put("data_interval_end", interval.end());
        }
        var logicalDate = source.times().logicalDate();
        if (logicalDate == null) {
            return;
        }
        var utc = logicalDate.atOffset(ZoneOffset.UTC);
        variables.put("ds", ds(utc));
        variables.put("ds_nodash", dsNoDash(utc));
        variables.put("ts", isoFormat(logicalDate));
        variables.put("ts_nodash", tsNoDash(utc));
        variables.put("ts_nodash_with_tz", tsNoDashWithZone(utc));
        variables.put("logical_date", logicalDate);
        if (source.instance() != null) {
            var key = source.instance().key();
            variables.put("task_instance_key_str", "%s__%s__%s".formatted(key.dagId(), key.taskId(), dsNoDash(utc)));
        }
        if (text.contains(PREVIOUS)) {
            previous(source.previousSuccess().get(), variables);
        }
    }

    private static void previous(Optional<DagRun> run, Map<String, Object> variables) {
        var interval = run.map(known -> RunTimes.of(known).dataInterval());
        variables.put("prev_data_interval_start_success", orNone(interval.map(span -> span.start())));
        variables.put("prev_data_interval_end_success", orNone(interval.map(span -> span.end())));
        variables.put("prev_start_date_success", orNone(run.map(DagRun::startDate)));
        variables.put("prev_end_date_success", orNone(run.map(DagRun::endDate)));
    }

    private static Object orNone(Optional<Instant> instant) {
        return instant.isPresent() ? instant.get() : None.NONE;
    }

    /** A parameter that has no value in this run is None. */
    private static Map<String, Object> params(DagStructure dag, DagRun run) {
        var params = new HashMap<String, Object>();
        dag.params().stream().map(Param::name).forEach(name -> params.put(name, None.NONE));
        params.putAll(run.params());
        return params;
    }

    private static Map<String, Object> ofRun(DagRun run, RunTimes times) {
        var interval = times.dataInterval();
        return Map.of(
                "dag_id", run.dagId(),
                "run_id", run.runId(),
                "run_type", run.type().label(),
                "logical_date", None.or(times.logicalDate()),
                "data_interval_start", interval == null ? None.NONE : interval.start(),
                "data_interval_end", interval == null ? None.NONE : interval.end(),
                "start_date", None.or(run.startDate()),
                "conf", run.params());
    }

    private static Map<String, Object> ofDag(DagStructure dag) {
        return Map.of(
                "dag_id", dag.id(),
                "description", dag.description(),
                "tags", dag.tags(),
                "catchup", dag.catchup(),
                "start_date", None.or(dag.startDate()),
                "end_date", None.or(dag.endDate()),
                "max_active_tasks", dag.maxActiveTasks());
    }

    private static Map<String, Object> ofTask(TaskSpec task) {
        return Map.of(
                "task_id", task.id(),
                "operator_name", None.or(task.operator()),
                "trigger_rule", task.triggerRule().label(),
                "retries", task.retries().count(),
                "upstream_task_ids", task.upstream(),
                "downstream_task_ids", task.downstream());
    }

    private static Map<String, Object> ofInstance(TaskInstance instance) {
        return Map.of(
                "dag_id", instance.key().dagId(),
                "run_id", instance.key().runId(),
                "task_id", instance.taskId(),
                "map_index", instance.mapIndex(),
                "try_number", instance.tryNumber(),
                "max_tries", instance.maxTries(),
                "start_date", None.or(instance.startDate()));
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

    static String tsNoDashWithZone(OffsetDateTime date) {
        return isoFormat(date.toInstant()).replace("-", "").replace(":", "");
    }

    static String unknown(String name) {
        int end = name.indexOf('.');
        var root = end < 0 ? name : name.substring(0, end);
        if (OF_LOGICAL_DATE.contains(root) && end < 0) {
            return "this run has no logical date, and therefore no \"%s\"".formatted(root);
        }
        if (OF_INTERVAL.contains(root) && end < 0) {
            return "this run has no data interval, and therefore no \"%s\"".formatted(root);
        }
        var names = new TreeSet<>(OF_EVERY_RUN);
        names.addAll(OF_LOGICAL_DATE);
        names.addAll(OF_INTERVAL);
        return "there is no variable \"%s\"; there are %s".formatted(name, String.join(", ", names));
    }
}
