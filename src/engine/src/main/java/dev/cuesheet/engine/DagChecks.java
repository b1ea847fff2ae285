package dev.cuesheet.engine;

import dev.cuesheet.engine.internal.execution.MapIndexName;
import dev.cuesheet.engine.internal.json.ResultCodec;
import dev.cuesheet.engine.internal.params.ParamRules;
import dev.cuesheet.engine.internal.template.TemplateChecks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The checks of a DAG definition that look at one thing at a time. */
final class DagChecks {
    private static final int LONGEST_KEY = 250;

    private final List<DagFault> faults = new ArrayList<>();

    private DagChecks() {}

    static List<DagFault> of(
            String dagId, Schedule schedule, List<Param> params, int maxActiveTasks, List<TaskDraft> tasks) {
        var checks = new DagChecks();
        keyFault("DAG id", dagId, checks.faults, null);
        schedule.fault().ifPresent(fault -> checks.ofDag("schedule: " + fault));
        if (maxActiveTasks < 1) {
            checks.ofDag("maxActiveTasks must be at least 1, got " + maxActiveTasks);
        }
        var names = checks.params(params);
        checks.tasks(tasks, names);
        return checks.faults;
    }

    /** The checks of what holds for a whole run. */
    static List<DagFault> ofRuns(@Nullable Duration dagrunTimeout, boolean failFast, List<TaskDraft> tasks) {
        var checks = new DagChecks();
        if (dagrunTimeout != null && (dagrunTimeout.isZero() || dagrunTimeout.isNegative())) {
            checks.ofDag("dagrunTimeout must be positive, got " + dagrunTimeout);
        }
        for (var task : tasks) {
            if (failFast && !task.role().isTeardown() && task.triggerRule() != TriggerRule.ALL_SUCCESS) {
                checks.faults.add(new DagFault(
                        task.id,
                        "has trigger rule %s, but a DAG that fails fast takes only all_success"
                                .formatted(task.triggerRule().label())));
            }
            if (task.role().isTeardown()
                    && task.upstream().stream().noneMatch(up -> up.role() == TaskSpec.Role.SETUP)) {
                checks.faults.add(new DagFault(task.id, "is a teardown, but no setup is directly upstream of it"));
            }
        }
        return checks.faults;
    }

    /** The checks of how many runs there may be. */
    static List<DagFault> ofLimits(int maxActiveRuns, int maxConsecutiveFailedRuns) {
        var checks = new DagChecks();
        if (maxActiveRuns < 1) {
            checks.ofDag("maxActiveRuns must be at least 1, got " + maxActiveRuns);
        }
        if (maxConsecutiveFailedRuns < 0) {
            checks.ofDag("maxConsecutiveFailedRuns must not be negative, got " + maxConsecutiveFailedRuns);
        }
        return checks.faults;
    }

    /** The checks of what tasks take of pools. */
    static List<DagFault> ofSlots(List<TaskDraft> tasks) {
        var checks = new DagChecks();
        for (var task : tasks) {
            var slots = task.slots();
            if (slots.pool().isBlank()) {
                checks.faults.add(new DagFault(task.id, "the name of its pool is empty"));
            }
            if (slots.count() < 1) {
                checks.faults.add(new DagFault(
                        task.id,
                        "takes %d slots of pool \"%s\", but must take at least 1"
                                .formatted(slots.count(), slots.pool())));
            }
            if (slots.weightRule() == WeightRule.CUSTOM && task.strategy() == null) {
                checks.faults.add(new DagFault(task.id, "has weight rule custom, but no strategy; give that instead"));
            }
        }
        return checks.faults;
    }

    /** Faults of the whole DAG first, then those of each task in the order of their definition. */
    static List<DagFault> inOrder(List<DagFault> faults, List<TaskDraft> tasks) {
        var places = new HashMap<String, Integer>();
        tasks.forEach(task -> places.putIfAbsent(task.id, places.size()));
        return faults.stream()
                .sorted(Comparator.comparingInt(
                        fault -> fault.taskId() == null ? -1 : places.getOrDefault(fault.taskId(), places.size())))
                .toList();
    }

    /** Returns the names. */
    private Set<String> params(List<Param> params) {
        var names = new HashSet<String>();
        for (var param : params) {
            if (!names.add(param.name())) {
                ofDag("param \"%s\" is declared twice".formatted(param.name()));
            }
            if (param.defaultValue() != null) {
                ResultCodec.faultInParam(param.defaultValue())
                        .ifPresent(fault -> ofDag("default of param \"%s\": %s".formatted(param.name(), fault)));
            }
            schema(param);
        }
        return names;
    }

    private void schema(Param param) {
        var schema = param.schema();
        if (schema == null) {
            return;
        }
        var unsound = ParamRules.faultInSchema(schema);
        if (unsound.isPresent()) {
            ofDag("schema of param \"%s\": %s".formatted(param.name(), unsound.get()));
        } else if (!param.required()) {
            ParamRules.faultIn(schema, param.defaultValue())
                    .ifPresent(fault -> ofDag(
                            "default of param \"%s\" is %s: %s".formatted(param.name(), param.defaultValue(), fault)));
        }
    }

    private void tasks(List<TaskDraft> tasks, Set<String> params) {
        var ids = new HashSet<String>();
        var duplicates = new HashSet<String>();
        for (var task : tasks) {
            keyFault("task id", task.id, faults, task.id);
            if (!ids.add(task.id) && duplicates.add(task.id)) {
                faults.add(new DagFault(task.id, "the id is used more than once; each task needs its own"));
            }
            var timeout = task.executionTimeout();
            if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
                faults.add(new DagFault(task.id, "executionTimeout must be positive, got " + timeout));
            }
            mapIndexTemplate(task, params);
            task.body
                    .asOperator()
                    .ifPresent(operator -> operator.templates()
                            .forEach((field, text) -> TemplateChecks.faultIn(text, params)
                                    .ifPresent(fault ->
                                            faults.add(new DagFault(task.id, "template of " + field + ": " + fault)))));
        }
    }

    private void mapIndexTemplate(TaskDraft task, Set<String> params) {
        var template = task.mapIndexTemplate();
        if (template == null) {
            return;
        }
        if (task.mapping instanceof TaskSpec.Mapping.None) {
            faults.add(new DagFault(task.id, "has a mapIndexTemplate, but is neither mapped nor in a mapped group"));
        }
        TemplateChecks.faultIn(template, params, MapIndexName.VARIABLES)
                .ifPresent(fault -> faults.add(new DagFault(task.id, "template of mapIndexTemplate: " + fault)));
    }

    private void ofDag(String message) {
        faults.add(new DagFault(null, message));
    }

    /** Airflow's rule for keys. */
    private static void keyFault(String what, String key, List<DagFault> faults, @Nullable String taskId) {
        if (key.isEmpty() || key.length() > LONGEST_KEY) {
            faults.add(new DagFault(
                    taskId,
                    "the %s must have 1 to %d characters, it has %d".formatted(what, LONGEST_KEY, key.length())));
        } else if (!allAllowed(key)) {
            faults.add(new DagFault(
                    taskId,
                    "the %s \"%s\" may only have letters, digits, dashes, dots and underscores".formatted(what, key)));
        }
    }

    private static boolean allAllowed(String key) {
        for (int at = 0; at < key.length(); at++) {
            if (!allowedInKey(key.charAt(at))) {
                return false;
            }
        }
        return true;
    }

    private static boolean allowedInKey(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
    }
}
